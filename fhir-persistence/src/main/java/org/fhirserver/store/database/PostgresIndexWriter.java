package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes to PostgreSQL: all index rows of a call travel as arrays in one statement.
 *
 * <p>The statement has one part for each table that gets or loses rows, so there are few texts,
 * each prepared once on a connection.
 */
final class PostgresIndexWriter implements IndexWriter {
  private static final IndexTable[] TABLES = IndexTable.values();

  private static final String WITH = "with ";
  private static final String NOTHING = " select 1";
  private static final String DELETE_ALL = deleteAll();
  private static final String COPY_AND_DELETE_ALL = copied() + ", " + DELETE_ALL;
  private static final int DELETES = TABLES.length;
  private static final int COPY = 1 << 2 * TABLES.length;

  /**
   * The texts of the statements: the bits of a key say for which tables there are rows to insert
   * and to delete, and whether a version is copied.
   */
  private final Map<Integer, String> statements = new ConcurrentHashMap<>();

  @Override
  public void insert(Connection connection, IndexRows rows) throws SQLException {
    int parts = tablesOf(rows);
    if (parts == 0) {
      return;
    }
    try (PreparedStatement statement = prepare(connection, parts)) {
      bind(statement, 1, rows);
      statement.execute();
    }
  }

  @Override
  public void supersede(
      Connection connection, RowKey current, long replacedAt, IndexRows removed, IndexRows added)
      throws SQLException {
    int parts = COPY | tablesOf(removed) << DELETES | tablesOf(added);
    try (PreparedStatement statement = prepare(connection, parts)) {
      int position = bind(statement, bind(statement, current, replacedAt), removed);
      bind(statement, position, added);
      statement.execute();
    }
  }

  @Override
  public void supersede(Connection connection, RowKey current, long replacedAt, long resourceKey)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(WITH + COPY_AND_DELETE_ALL + NOTHING)) {
      deleteAll(statement, bind(statement, current, replacedAt), resourceKey);
    }
  }

  @Override
  public void change(Connection connection, IndexRows removed, IndexRows added)
      throws SQLException {
    int parts = tablesOf(removed) << DELETES | tablesOf(added);
    if (parts == 0) {
      return;
    }
    try (PreparedStatement statement = prepare(connection, parts)) {
      bind(statement, bind(statement, 1, removed), added);
      statement.execute();
    }
  }

  @Override
  public void delete(Connection connection, long resourceKey) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WITH + DELETE_ALL + NOTHING)) {
      deleteAll(statement, 1, resourceKey);
    }
  }

  private static void deleteAll(PreparedStatement statement, int first, long resourceKey)
      throws SQLException {
    for (int i = 0; i < TABLES.length; i++) {
      statement.setLong(first + i, resourceKey);
    }
    statement.execute();
  }

  private static int tablesOf(IndexRows rows) {
    int tables = 0;
    for (int i = 0; i < TABLES.length; i++) {
      if (!rows.rows(TABLES[i]).isEmpty()) {
        tables |= 1 << i;
      }
    }
    return tables;
  }

  private PreparedStatement prepare(Connection connection, int parts) throws SQLException {
    return connection.prepareStatement(
        statements.computeIfAbsent(parts, PostgresIndexWriter::statement));
  }

  private static String statement(int parts) {
    List<String> texts = new ArrayList<>();
    if ((parts & COPY) != 0) {
      texts.add(copied());
    }
    for (int i = 0; i < TABLES.length; i++) {
      if ((parts & 1 << DELETES + i) != 0) {
        texts.add("deleted" + i + " as (" + deletePart(TABLES[i]) + ")");
      }
    }
    for (int i = 0; i < TABLES.length; i++) {
      if ((parts & 1 << i) != 0) {
        texts.add("inserted" + i + " as (" + insertPart(TABLES[i]) + ")");
      }
    }
    return WITH + String.join(", ", texts) + NOTHING;
  }

  private static String copied() {
    return "copied as (" + RowKey.COPY_TO_VERSIONS + ")";
  }

  private static String deleteAll() {
    List<String> texts = new ArrayList<>();
    for (IndexTable table : TABLES) {
      String name = table.tableName();
      texts.add("from_" + name + " as (delete from " + name + " where resource_key = ?)");
    }
    return String.join(", ", texts);
  }

  private static int bind(PreparedStatement statement, RowKey key, long replacedAt)
      throws SQLException {
    statement.setLong(1, replacedAt);
    statement.setShort(2, key.type());
    statement.setString(3, key.id());
    statement.setShort(4, key.tenant());
    statement.setShort(5, key.shard());
    return 6;
  }

  private static int bind(PreparedStatement statement, int first, IndexRows rows)
      throws SQLException {
    int position = first;
    for (IndexTable table : TABLES) {
      if (!rows.rows(table).isEmpty()) {
        position = bind(statement, position, table, rows.rows(table));
      }
    }
    return position;
  }

  private static String unnest(IndexTable table) {
    return table.columns().stream()
            .map(column -> "?::" + arrayType(column.kind()))
            .collect(Collectors.joining(", ", "unnest(", ")"))
        + table.columns().stream()
            .map(IndexTable.Column::name)
            .collect(Collectors.joining(", ", " as u(", ")"));
  }

  private static String insertPart(IndexTable table) {
    String names =
        table.columns().stream().map(IndexTable.Column::name).collect(Collectors.joining(", "));
    String values =
        names.replace("element", "nullif(element, -1)").replace("words", "words::tsvector");
    return "insert into "
        + table.tableName()
        + " ("
        + names
        + ") select "
        + values
        + " from "
        + unnest(table);
  }

  private static String deletePart(IndexTable table) {
    String match =
        table.columns().stream()
            .filter(IndexTable.Column::identifies)
            .map(IndexTable.Column::name)
            .map(
                name ->
                    switch (name) {
                      case "element" -> "coalesce(t.element, -1) = u.element";
                      case "words" -> "true";
                      case "long_value", "high" -> "t." + name + " is not distinct from u." + name;
                      default -> "t." + name + " = u." + name;
                    })
            .collect(Collectors.joining(" and "));
    return "delete from " + table.tableName() + " t using " + unnest(table) + " where " + match;
  }

  private static String arrayType(IndexTable.Kind kind) {
    return switch (kind) {
      case SHORT -> "smallint[]";
      case INTEGER -> "integer[]";
      case LONG -> "bigint[]";
      case DOUBLE -> "double precision[]";
      case TEXT, WORDS -> "text[]";
    };
  }

  private static int bind(
      PreparedStatement statement, int first, IndexTable table, List<IndexRows.Row> rows)
      throws SQLException {
    int count = rows.size();
    short[] shards = new short[count];
    short[] tenants = new short[count];
    int[] paths = new int[count];
    long[] keys = new long[count];
    short[] elements = new short[count];
    for (int i = 0; i < count; i++) {
      IndexRows.Row row = rows.get(i);
      shards[i] = row.shard();
      tenants[i] = row.tenant();
      paths[i] = row.path();
      keys[i] = row.resourceKey();
      elements[i] = (short) row.element();
    }
    int position = first;
    statement.setObject(position++, shards);
    statement.setObject(position++, tenants);
    statement.setObject(position++, paths);
    statement.setObject(position++, keys);
    statement.setObject(position++, elements);
    List<IndexTable.Column> columns = table.columns();
    int common = position - first;
    for (int column = common; column < columns.size(); column++) {
      int value = column - common;
      statement.setObject(position++, array(rows, value, columns.get(column).kind()));
    }
    return position;
  }

  private static Object array(List<IndexRows.Row> rows, int value, IndexTable.Kind kind) {
    int count = rows.size();
    switch (kind) {
      case LONG -> {
        long[] array = new long[count];
        for (int i = 0; i < count; i++) {
          array[i] = (Long) rows.get(i).values().get(value);
        }
        return array;
      }
      case DOUBLE -> {
        double[] array = new double[count];
        for (int i = 0; i < count; i++) {
          array[i] = (Double) rows.get(i).values().get(value);
        }
        return array;
      }
      case SHORT -> {
        short[] array = new short[count];
        for (int i = 0; i < count; i++) {
          array[i] = (Short) rows.get(i).values().get(value);
        }
        return array;
      }
      default -> {
        String[] array = new String[count];
        for (int i = 0; i < count; i++) {
          Object text = rows.get(i).values().get(value);
          array[i] = (String) (text instanceof Optional<?> optional ? optional.orElse(null) : text);
        }
        return array;
      }
    }
  }
}
