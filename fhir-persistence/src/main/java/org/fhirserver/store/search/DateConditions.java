package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The conditions that a date test puts on a row of index_date.
 *
 * <p>Rows of span 0 are no longer than a day, so a bound on their end bounds their start too: the
 * index on the start is entered from both sides. Only the few longer rows are read from one side.
 *
 * <p>With {@code ge} and {@code le} whatever overlaps the search value counts, as in all servers
 * (docs/adr/0004-dates-at-the-bounds.md).
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
    List<DateRange> outside = new ArrayList<>();
    for (ValueTest.Date test : tests) {
      if (test.comparator() == Comparator.NE) {
        outside.add(test.range());
      } else {
        narrow(bounds, test);
      }
    }
    sql.add("((").add(alias).add(".span = 0");
    addBounds(sql, alias, bounds, true);
    sql.add(") or (").add(alias).add(".span = 1");
    addBounds(sql, alias, bounds, false);
    sql.add("))");
    outside.forEach(range -> addOutside(sql.add(" and "), alias, range));
  }

  private static void narrow(Bounds bounds, ValueTest.Date test) {
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
      case GE -> bounds.highAbove = Math.max(bounds.highAbove, low);
      case LE -> bounds.lowBelow = Math.min(bounds.lowBelow, high);
      case SA -> bounds.lowFrom = Math.max(bounds.lowFrom, high);
      case EB -> bounds.highTo = Math.min(bounds.highTo, low);
      case AP -> {
        bounds.lowBelow = Math.min(bounds.lowBelow, high);
        bounds.highAbove = Math.max(bounds.highAbove, low);
      }
      case NE -> throw new IllegalArgumentException("Not one interval");
    }
  }

  private static void addOutside(SqlText sql, String alias, DateRange range) {
    sql.add("(").add(alias).add(".low < ").bind(range.low());
    sql.add(" or ").add(alias).add(".high > ").bind(range.high()).add(")");
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
