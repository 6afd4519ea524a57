package org.fhirserver.store.model;

import java.util.Arrays;

/** A growing array of bytes with JSON or XML in UTF-8. */
final class Utf8Bytes {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int FIRST_SIZE = 4096;
  private static final int MOST_BYTES_PER_CHAR = 6;

  private byte[] bytes = new byte[FIRST_SIZE];
  private int length;

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Appends an ASCII character as it is. */
  Utf8Bytes raw(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** Appends ASCII text as it is. */
  Utf8Bytes raw(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  /** Appends bytes as they are. */
  Utf8Bytes raw(byte[] text) {
    reserve(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** Appends a part of other bytes as it is. */
  Utf8Bytes raw(byte[] text, int start, int end) {
    reserve(end - start);
    System.arraycopy(text, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  /** How many bytes there are. */
  int length() {
    return length;
  }

  /** Takes away all bytes from there on. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** Appends a part of a text as it is; its surrogates must come in pairs. */
  Utf8Bytes text(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      reserve(end - i + MOST_BYTES_PER_CHAR);
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (Character.isHighSurrogate(c) && i + 1 < end) {
        i++;
        supplementary(Character.toCodePoint(c, text.charAt(i)));
      } else {
        basic(c);
      }
    }
    return this;
  }

  /**
   * Appends a part of an XML text as the inside of a JSON string.
   *
   * @see <a href="https://www.w3.org/TR/xml/#sec-line-ends">End-of-Line Handling</a>
   */
  Utf8Bytes stringInside(byte[] xml, int start, int end) {
    for (int i = start; i < end; i++) {
      reserve(end - i + MOST_BYTES_PER_CHAR);
      byte b = xml[i];
      if (b < 0 || b >= ' ' && b != '"' && b != '\\') {
        bytes[length++] = b;
      } else if (b == '\r') {
        i += i + 1 < end && xml[i + 1] == '\n' ? 1 : 0;
        control('\n');
      } else if (b < ' ') {
        control((char) b);
      } else {
        bytes[length++] = '\\';
        bytes[length++] = b;
      }
    }
    return this;
  }

  /** Appends a string in quotes, escaping only what JSON wants escaped. */
  Utf8Bytes string(String text) {
    int characters = text.length();
    reserve(characters + 2);
    byte[] target = bytes;
    int end = length;
    target[end++] = '"';
    int i = 0;
    while (i < characters) {
      char c = text.charAt(i);
      if (c >= 0x80 || c < ' ' || c == '"' || c == '\\') {
        break;
      }
      target[end++] = (byte) c;
      i++;
    }
    length = end;
    if (i < characters) {
      special(text, i);
    }
    return raw('"');
  }

  private void special(String text, int start) {
    int characters = text.length();
    for (int i = start; i < characters; i++) {
      reserve(characters - i + MOST_BYTES_PER_CHAR);
      char c = text.charAt(i);
      if (c >= 0x80) {
        if (Character.isHighSurrogate(c) && i + 1 < characters) {
          i++;
          supplementary(Character.toCodePoint(c, text.charAt(i)));
        } else {
          basic(c);
        }
      } else if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else if (c < ' ') {
        control(c);
      } else {
        bytes[length++] = (byte) c;
      }
    }
  }

  private void basic(char c) {
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
    } else {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (c & 0x3F));
  }

  private void supplementary(int codePoint) {
    bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    bytes[length++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  private void control(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[c >> 4];
        bytes[length++] = HEX[c & 0xF];
      }
    }
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
