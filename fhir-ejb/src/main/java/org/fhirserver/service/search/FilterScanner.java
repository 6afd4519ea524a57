package org.fhirserver.service.search;

/**
 * Walks through the text of a {@code _filter} and takes names, marks and values from it. A value
 * without quotes is whatever stands up to white space or a closing bracket, so that what is taken
 * depends on what is expected.
 */
final class FilterScanner {
  private static final int HEX = 16;

  private final String text;
  private int offset;

  FilterScanner(String text) {
    this.text = text;
  }

  /** Where the scanner stands, in characters from 1. */
  int position() {
    return offset + 1;
  }

  /** Whether nothing but white space is left. */
  boolean isAtEnd() {
    skipSpace();
    return offset == text.length();
  }

  /** Takes white space; false if there is none. */
  boolean takeSpace() {
    int start = offset;
    skipSpace();
    return offset > start;
  }

  /** Takes a mark if it comes next, white space aside. */
  boolean take(char mark) {
    skipSpace();
    if (!isNext(mark)) {
      return false;
    }
    offset++;
    return true;
  }

  /** Whether that mark comes next without white space before it. */
  boolean isNext(char mark) {
    return offset < text.length() && text.charAt(offset) == mark;
  }

  /** Whether that word comes next, white space aside, and ends there. */
  boolean isNextWord(String word) {
    skipSpace();
    int end = offset + word.length();
    return text.startsWith(word, offset) && (end == text.length() || !isNamePart(text.charAt(end)));
  }

  /** Takes that word if it comes next, white space aside. */
  boolean takeWord(String word) {
    if (!isNextWord(word)) {
      return false;
    }
    offset += word.length();
    return true;
  }

  /**
   * Takes a name that comes next without white space before it.
   *
   * @param expected what the message says is expected if there is none
   * @throws FilterException INVALID if there is no name
   */
  String takeName(String expected) {
    int start = offset;
    if (offset < text.length() && isNameStart(text.charAt(offset))) {
      while (offset < text.length() && isNamePart(text.charAt(offset))) {
        offset++;
      }
    }
    if (start == offset) {
      throw expected(expected);
    }
    return text.substring(start, offset);
  }

  /**
   * Takes a value: a JSON string or a run of other characters.
   *
   * @throws FilterException INVALID if there is none, or a string that does not end
   */
  String takeValue() {
    skipSpace();
    if (take('"')) {
      return rest();
    }
    int start = offset;
    while (offset < text.length() && !endsValue(text.charAt(offset))) {
      offset++;
    }
    if (start == offset) {
      throw expected("a value");
    }
    return text.substring(start, offset);
  }

  /**
   * What is wrong at the present place.
   *
   * @param what what should stand there
   */
  FilterException expected(String what) {
    skipSpace();
    String found =
        offset == text.length() ? "the end" : "'" + text.substring(offset, endOfSample()) + "'";
    return FilterException.at(position(), what + " is expected instead of " + found + ".");
  }

  /** The rest of a JSON string, without escapes, up to its closing quote. */
  private String rest() {
    StringBuilder content = new StringBuilder();
    int start = position() - 1;
    while (offset < text.length()) {
      char c = text.charAt(offset++);
      if (c == '"') {
        return content.toString();
      }
      if (c < ' ') {
        throw FilterException.at(offset, "A string holds no control characters.");
      }
      content.append(c == '\\' ? escaped() : c);
    }
    throw FilterException.at(start, "The string that starts here has no closing quote.");
  }

  private char escaped() {
    char c = offset < text.length() ? text.charAt(offset++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw FilterException.at(offset, "A string knows no such escape.");
    };
  }

  private char unicode() {
    int code = 0;
    for (int end = offset + 4; offset < end; offset++) {
      int digit = offset < text.length() ? Character.digit(text.charAt(offset), HEX) : -1;
      if (digit < 0) {
        throw FilterException.at(position(), "Four hexadecimal digits are expected.");
      }
      code = code * HEX + digit;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (offset < text.length() && Character.isWhitespace(text.charAt(offset))) {
      offset++;
    }
  }

  private int endOfSample() {
    int end = offset + 1;
    while (end < text.length() && end < offset + 20 && !endsValue(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean endsValue(char c) {
    return Character.isWhitespace(c) || c == ')' || c == ']';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == ':';
  }
}
