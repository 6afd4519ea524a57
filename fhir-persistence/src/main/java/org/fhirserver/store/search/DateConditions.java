package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The conditions that a date test puts on a row of index_date.
 *
 * <p>Rows of span 0 are no longer than a day, so a bound on their end bounds their start too: the
 * index on the start is entered from both sides. Only the few longer rows are read from one side.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
 */
final class DateConditions {

  private DateConditions() {}

  /** Bounds of the start and the end of an interval; each at most once. */
  private static final class Bounds {
    long lowFrom = Long.MIN_VALUE;
    long lowBelow = Long.MAX_VALUE;
    long highAbove = Long.MIN_VALUE;
    long highTo = Long.MAX_VALUE;
  }

  /** Adds the conditions of tests that one and the same row of that alias must fulfil. */
  static void add(SqlText sql, String alias, List<ValueTest.Date> tests) {
    Bounds bounds = new Bounds();
    List<ValueTest.Date> alternatives = new ArrayList<>();
    for (ValueTest.Date test : tests) {
      if (!bound(bounds, test)) {
        alternatives.add(test);
      }
    }
    sql.add("((").add(alias).add(".span = 0");
    addBounds(sql, alias, bounds, true);
    sql.add(") or (").add(alias).add(".span = 1");
    addBounds(sql, alias, bounds, false);
    sql.add("))");
    for (ValueTest.Date test : alternatives) {
      sql.add(" and ");
      addAlternative(sql, alias, test);
    }
  }

  /** Narrows the bounds; false if the test is none of one interval. */
  private static boolean bound(Bounds bounds, ValueTest.Date test) {
    long low = test.range().low();
    long high = test.range().high();
    switch (test.comparator()) {
      case EQ -> {
        bounds.lowFrom = Math.max(bounds.lowFrom, low);
        bounds.lowBelow = Math.min(bounds.lowBelow, high);
        bounds.highTo = Math.min(bounds.highTo, high);
      }
      case GT -> bounds.highAbove = Math.max(bounds.highAbove, high);
      case LT -> bounds.lowBelow = Math.min(bounds.lowBelow, low);
      case GE -> {
        // Whatever ends behind the start of the search value; the rest is decided below.
        bounds.highAbove = Math.max(bounds.highAbove, low);
        return false;
      }
      case LE -> {
        bounds.lowBelow = Math.min(bounds.lowBelow, high);
        return false;
      }
      case SA -> bounds.lowFrom = Math.max(bounds.lowFrom, high);
      case EB -> bounds.highTo = Math.min(bounds.highTo, low);
      case AP -> {
        bounds.lowBelow = Math.min(bounds.lowBelow, high);
        bounds.highAbove = Math.max(bounds.highAbove, low);
      }
      case NE -> {
        return false;
      }
    }
    return true;
  }

  private static void addAlternative(SqlText sql, String alias, ValueTest.Date test) {
    String low = alias + ".low";
    String high = alias + ".high";
    long from = test.range().low();
    long to = test.range().high();
    switch (test.comparator()) {
      // Above the search value, or inside it.
      case GE ->
          sql.add("(").add(high).add(" > ").bind(to).add(" or ").add(low).add(" >= ").bind(from)
              .add(")");
      // Below the search value, or inside it.
      case LE ->
          sql.add("(").add(low).add(" < ").bind(from).add(" or ").add(high).add(" <= ").bind(to)
              .add(")");
      case NE ->
          sql.add("(").add(low).add(" < ").bind(from).add(" or ").add(high).add(" > ").bind(to)
              .add(")");
      default -> throw new IllegalArgumentException(test.comparator().prefix());
    }
  }

  private static void addBounds(SqlText sql, String alias, Bounds bounds, boolean isShort) {
    long lowFrom = bounds.lowFrom;
    long lowBelow = bounds.lowBelow;
    if (isShort && bounds.highAbove != Long.MIN_VALUE) {
      lowFrom = Math.max(lowFrom, bounds.highAbove - IndexRowEncoder.SHORT_SPAN);
    }
    if (bounds.highTo != Long.MAX_VALUE) {
      lowBelow = Math.min(lowBelow, bounds.highTo);
    }
    if (lowFrom != Long.MIN_VALUE) {
      sql.add(" and ").add(alias).add(".low >= ").bind(lowFrom);
    }
    if (lowBelow != Long.MAX_VALUE) {
      sql.add(" and ").add(alias).add(".low < ").bind(lowBelow);
    }
    if (bounds.highAbove != Long.MIN_VALUE) {
      sql.add(" and ").add(alias).add(".high > ").bind(bounds.highAbove);
    }
    if (bounds.highTo != Long.MAX_VALUE) {
      sql.add(" and ").add(alias).add(".high <= ").bind(bounds.highTo);
    }
  }
}
