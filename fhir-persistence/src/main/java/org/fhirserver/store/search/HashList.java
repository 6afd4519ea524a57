package org.fhirserver.store.search;

import java.util.Arrays;
import java.util.List;
import org.fhirserver.store.database.Dialect;

/**
 * The condition that a column holds one of some hashes. A few are compared one by one; many travel
 * as one value, so that the statement stays short and is the same however many there are.
 */
final class HashList {
  private static final int FEW = 16;

  private HashList() {}

  /** Adds the condition; there is one hash at least. */
  static void add(SqlText sql, Dialect dialect, String column, List<Long> hashes) {
    if (hashes.size() == 1) {
      sql.add(column).add(" = ").bind(hashes.get(0));
      return;
    }
    if (hashes.size() <= FEW) {
      sql.add(column).add(" in ").bindList(hashes);
      return;
    }
    long[] sorted = hashes.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
    String separator = "(";
    for (int start = 0; start < sorted.length; ) {
      int end = (int) Math.min(sorted.length, (long) start + dialect.longestList());
      long[] part = Arrays.copyOfRange(sorted, start, end);
      sql.add(separator).add(dialect.isInList(column), dialect.list(part));
      separator = " or ";
      start = end;
    }
    sql.add(")");
  }
}
