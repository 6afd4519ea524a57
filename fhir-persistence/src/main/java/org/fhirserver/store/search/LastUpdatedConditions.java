package org.fhirserver.store.search;

/** The conditions of a date test on the column last_updated: milliseconds, so a point in time. */
final class LastUpdatedConditions {
  private static final long MICROS = 1000;

  private LastUpdatedConditions() {}

  /** Adds the conditions on the row of that alias. */
  static void add(SqlText sql, String alias, ValueTest.Date test) {
    String column = alias + ".last_updated";
    long from = -Math.floorDiv(-test.range().low(), MICROS);
    long to = -Math.floorDiv(-test.range().high(), MICROS);
    switch (test.comparator()) {
      case EQ, AP -> {
        sql.add(column).add(" >= ").bind(from).add(" and ");
        sql.add(column).add(" < ").bind(to);
      }
      case NE -> {
        sql.add("(").add(column).add(" < ").bind(from).add(" or ");
        sql.add(column).add(" >= ").bind(to).add(")");
      }
      case GT, SA -> sql.add(column).add(" >= ").bind(to);
      case GE -> sql.add(column).add(" >= ").bind(from);
      case LT, EB -> sql.add(column).add(" < ").bind(from);
      case LE -> sql.add(column).add(" < ").bind(to);
    }
  }
}
