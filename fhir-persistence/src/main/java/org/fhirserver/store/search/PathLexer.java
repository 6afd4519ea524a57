package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;

/** Cuts a FHIRPath expression into tokens. */
final class PathLexer {

  /** What sort of token it is. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  /** One token: its kind, its text (of a string what is between the quotes) and its place. */
  record Token(Kind kind, String text, int position) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isTypeName() {
      return kind == Kind.NAME && !text.isEmpty() && Character.isUpperCase(text.charAt(0));
    }

    boolean isName(String name) {
      return kind == Kind.NAME && text.equals(name);
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  PathLexer(String text) {
    this.text = text;
  }

  /** All tokens; the last one is END. */
  List<Token> tokens() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (Character.isWhitespace(c)) {
        position++;
      } else if (isNameStart(c)) {
        take(Kind.NAME, endOfName());
      } else if (isDigit(c)) {
        take(Kind.NUMBER, endOfNumber());
      } else if (c == '\'' || c == '`') {
        takeQuoted(c);
      } else {
        take(Kind.SYMBOL, position + (text.startsWith("!=", position) ? 2 : 1));
      }
    }
    tokens.add(new Token(Kind.END, "end", position));
    return tokens;
  }

  private void take(Kind kind, int end) {
    tokens.add(new Token(kind, text.substring(position, end), position));
    position = end;
  }

  private void takeQuoted(char quote) {
    StringBuilder content = new StringBuilder();
    int start = position;
    for (position++; position < text.length() && text.charAt(position) != quote; position++) {
      if (text.charAt(position) == '\\' && position + 1 < text.length()) {
        position++;
      }
      content.append(text.charAt(position));
    }
    // Without its closing quote the expression ends here, and the parser misses what must follow.
    position = Math.min(position + 1, text.length());
    tokens.add(new Token(quote == '`' ? Kind.NAME : Kind.STRING, content.toString(), start));
  }

  private int endOfName() {
    int end = position;
    while (end < text.length() && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private int endOfNumber() {
    int end = position;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
