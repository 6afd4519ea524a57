package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.List;

/** Cuts a FHIRPath expression into tokens. */
final class Lexer {

  /** What sort of token it is. */
  enum Kind {
    NAME,
    STRING,
    NUMBER,
    TEMPORAL,
    SYMBOL,
    END
  }

  /** One token: its kind, its text (of a string what is between the quotes) and its place. */
  record Token(Kind kind, String text, int position) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
      return kind == Kind.NAME && text.equals(name);
    }
  }

  private static final List<String> LONG_SYMBOLS = List.of("!=", "!~", "<=", ">=");
  private static final String TEMPORAL_MARKS = "-:.+T";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  Lexer(String text) {
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
      } else if (c == '@') {
        position++;
        take(Kind.TEMPORAL, endOfTemporal());
      } else {
        take(Kind.SYMBOL, position + lengthOfSymbol());
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
      char c = text.charAt(position);
      if (c == '\\' && position + 1 < text.length()) {
        position++;
        c = escaped();
      }
      content.append(c);
    }
    // Without its closing quote the expression ends here, and the parser misses what must follow.
    position = Math.min(position + 1, text.length());
    tokens.add(new Token(quote == '`' ? Kind.NAME : Kind.STRING, content.toString(), start));
  }

  /** The character that the present one stands for behind a backslash. */
  private char escaped() {
    char c = text.charAt(position);
    return switch (c) {
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    int end = position + 5;
    if (end > text.length()) {
      return 'u';
    }
    int code = 0;
    for (int i = position + 1; i < end; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return 'u';
      }
      code = code * 16 + digit;
    }
    position = end - 1;
    return (char) code;
  }

  private int endOfName() {
    int end = position;
    while (end < text.length() && (isNameStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private int endOfNumber() {
    int end = endOfDigits(position);
    boolean hasFraction =
        end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
    return hasFraction ? endOfDigits(end + 1) : end;
  }

  private int endOfDigits(int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfTemporal() {
    int end = position;
    while (end < text.length()
        && (isDigit(text.charAt(end)) || TEMPORAL_MARKS.indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end < text.length() && text.charAt(end) == 'Z' ? end + 1 : end;
  }

  private int lengthOfSymbol() {
    return LONG_SYMBOLS.stream().anyMatch(symbol -> text.startsWith(symbol, position)) ? 2 : 1;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
