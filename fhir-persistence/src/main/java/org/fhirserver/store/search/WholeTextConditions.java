package org.fhirserver.store.search;

/**
 * Compiles tests of whole strings into conditions on one row of table index_string. The column
 * value, by which the index is ordered, holds the head of a string; long_value holds all of it
 * where it is longer.
 */
final class WholeTextConditions {
  /** A head of this length stands in every row that is longer, whatever its last character is. */
  private static final int COMMON_HEAD = IndexRowEncoder.STRING_LENGTH - 1;

  private WholeTextConditions() {}

  /** Adds: the string compares so. */
  static void add(SqlText sql, String alias, ValueTest.WholeText test) {
    String form =
        IndexRowEncoder.cut(StringForm.of(test.value()), IndexRowEncoder.LONG_STRING_LENGTH);
    String value = alias + ".value";
    switch (test.comparator()) {
      case EQ -> {
        sql.add(value).add(" = ").bind(IndexRowEncoder.cut(form, IndexRowEncoder.STRING_LENGTH));
        compare(sql, alias, " = ", form);
      }
      case GT, GE -> {
        sql.add(value).add(" >= ").bind(IndexRowEncoder.cut(form, COMMON_HEAD));
        compare(sql, alias, test.comparator() == Comparator.GT ? " > " : " >= ", form);
      }
      case LT, LE -> {
        sql.add(value).add(" <= ").bind(form);
        compare(sql, alias, test.comparator() == Comparator.LT ? " < " : " <= ", form);
      }
      default -> throw new IllegalArgumentException(test.toString());
    }
  }

  private static void compare(SqlText sql, String alias, String operator, String form) {
    addWhole(sql.add(" and "), alias).add(operator).bind(form);
  }

  /** Adds: the string ends so. */
  static void add(SqlText sql, String alias, ValueTest.TextEnd test) {
    String pattern = "%" + StringForm.of(test.value()).replaceAll("([\\\\%_])", "\\\\$1");
    addWhole(sql, alias).add(" like ").bind(pattern).add(" escape '\\'");
  }

  private static SqlText addWhole(SqlText sql, String alias) {
    return sql.add("coalesce(").add(alias).add(".long_value, ").add(alias).add(".value)");
  }
}
