package org.fhirserver.service.explain;

/** Values as they would stand in SQL. */
final class SqlLiteral {

  private SqlLiteral() {}

  /** A number as it is, all else between quotes. */
  static String of(Object value) {
    return value instanceof Number
        ? value.toString()
        : "'" + printable(value.toString().replace("'", "''")) + "'";
  }

  /** The text with an escape in the place of what no XML may hold. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            code -> {
              boolean control = code < ' ' && code != '\t' && code != '\n' && code != '\r';
              boolean alone = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
              if (control || alone || code == 0xfffe || code == 0xffff) {
                printable.append("\\u%04x".formatted(code));
              } else {
                printable.appendCodePoint(code);
              }
            });
    return printable.toString();
  }
}
