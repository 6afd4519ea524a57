package org.fhirserver.store.database;

import java.util.List;
import java.util.stream.Stream;

/** The index tables and the columns that follow shard, tenant, path, resource_key and element. */
public enum IndexTable {
  TOKEN(
      "index_token",
      new Column("code_hash", Kind.LONG),
      new Column("system_hash", Kind.LONG),
      new Column("code", Kind.TEXT),
      new Column("text", Kind.TEXT, false)),
  STRING(
      "index_string",
      new Column("exact_hash", Kind.LONG),
      new Column("value", Kind.TEXT),
      new Column("long_value", Kind.TEXT)),
  DATE(
      "index_date",
      new Column("low", Kind.LONG),
      new Column("high", Kind.LONG),
      new Column("span", Kind.SHORT)),
  QUANTITY(
      "index_quantity",
      new Column("code_hash", Kind.LONG),
      new Column("system_hash", Kind.LONG),
      new Column("low", Kind.TEXT),
      new Column("high", Kind.TEXT)),
  REFERENCE(
      "index_reference",
      new Column("target_hash", Kind.LONG),
      new Column("target_type", Kind.SHORT)),
  URI(
      "index_uri",
      new Column("value_hash", Kind.LONG),
      new Column("value", Kind.TEXT),
      new Column("long_value", Kind.TEXT, false)),
  POSITION(
      "index_position", new Column("latitude", Kind.DOUBLE), new Column("longitude", Kind.DOUBLE)),
  /** Words with their places; PostgreSQL only. */
  TEXT("index_text", new Column("words", Kind.WORDS));

  /** The kind of a column. */
  public enum Kind {
    SHORT,
    INTEGER,
    LONG,
    DOUBLE,
    TEXT,
    WORDS
  }

  /**
   * A column and its kind.
   *
   * @param identifies whether a row to delete is told by it; not so if the others say enough, and
   *     rows of an earlier release may lack it
   */
  public record Column(String name, Kind kind, boolean identifies) {

    private Column(String name, Kind kind) {
      this(name, kind, true);
    }
  }

  private final String tableName;
  private final List<Column> columns;

  IndexTable(String tableName, Column... values) {
    this.tableName = tableName;
    this.columns =
        Stream.concat(
                Stream.of(
                    new Column("shard", Kind.SHORT),
                    new Column("tenant", Kind.SHORT),
                    new Column("path", Kind.INTEGER),
                    new Column("resource_key", Kind.LONG),
                    new Column("element", Kind.SHORT)),
                Stream.of(values))
            .toList();
  }

  public String tableName() {
    return tableName;
  }

  /** The index that leads from a resource to its rows. */
  public String resourceIndex() {
    return tableName + "_resource";
  }

  /** All columns: the common ones first. */
  public List<Column> columns() {
    return columns;
  }
}
