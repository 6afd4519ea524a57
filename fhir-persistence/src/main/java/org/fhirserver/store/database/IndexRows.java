package org.fhirserver.store.database;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of the index tables, gathered for one statement. */
public final class IndexRows {

  /**
   * One row.
   *
   * @param element the ordinal of the element that composites pair by, -1 for none
   * @param values the values of the columns behind the common ones, an Optional where null may
   *     stand
   */
  public record Row(
      short shard, short tenant, int path, long resourceKey, int element, List<Object> values) {}

  private final Map<IndexTable, List<Row>> rows = new EnumMap<>(IndexTable.class);
  private int size;

  /** The rows for one table. */
  public List<Row> rows(IndexTable table) {
    return rows.getOrDefault(table, List.of());
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** Adds a row. */
  public void add(IndexTable table, Row row) {
    rows.computeIfAbsent(table, key -> new ArrayList<>()).add(row);
    size++;
  }

  /** The rows that are here and not there. */
  public IndexRows without(IndexRows others) {
    IndexRows difference = new IndexRows();
    for (Map.Entry<IndexTable, List<Row>> entry : rows.entrySet()) {
      Set<Row> excluded = new HashSet<>(others.rows(entry.getKey()));
      for (Row row : entry.getValue()) {
        if (!excluded.contains(row)) {
          difference.add(entry.getKey(), row);
        }
      }
    }
    return difference;
  }
}
