package org.fhirserver.web.http;

import java.io.ByteArrayOutputStream;

/** Indents JSON; every value stays as it was written. */
final class PrettyJson {
  private final byte[] json;
  private final ByteArrayOutputStream pretty;
  private int depth;

  private PrettyJson(byte[] json) {
    this.json = json;
    this.pretty = new ByteArrayOutputStream(2 * json.length);
  }

  /** The same JSON with a line for each property. */
  static byte[] of(byte[] json) {
    PrettyJson run = new PrettyJson(json);
    run.indent();
    return run.pretty.toByteArray();
  }

  private void indent() {
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      switch (b) {
        case '"' -> i = string(i);
        case '{', '[' -> {
          pretty.write(b);
          if (i + 1 < json.length && json[i + 1] != '}' && json[i + 1] != ']') {
            depth++;
            line();
          } else {
            i++;
            pretty.write(json[i]);
          }
        }
        case '}', ']' -> {
          depth--;
          line();
          pretty.write(b);
        }
        case ',' -> {
          pretty.write(b);
          line();
        }
        case ':' -> {
          pretty.write(b);
          pretty.write(' ');
        }
        case ' ', '\n', '\r', '\t' -> {
          // Only what is written here stands between values.
        }
        default -> pretty.write(b);
      }
    }
  }

  /** Copies a string; gives the place of its last quote. */
  private int string(int start) {
    int end = start + 1;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    pretty.write(json, start, end + 1 - start);
    return end;
  }

  private void line() {
    pretty.write('\n');
    for (int i = 0; i < depth; i++) {
      pretty.write(' ');
      pretty.write(' ');
    }
  }
}
