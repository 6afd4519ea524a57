package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/**
 * PostgreSQL: all index rows of a call travel as arrays in one statement.
 *
 * <p>The statement has one part for each table that gets rows, so there are 63 texts, each prepared
 * once on a connection.
 */
final class PostgresDialect implements Dialect {
  private static final IndexTable[] TABLES = IndexTable.values();

  private final AtomicReferenceArray<String> inserts = new AtomicReferenceArray<>(1 << TABLES.length);
  private final AtomicReferenceArray<String> deletes = new AtomicReferenceArray<>(1 << TABLES.length);

  @Override
  public String[] migrationLocations() {
    return new String[] {"classpath:db/migration", "classpath:db/postgresql"};
  }

  @Override
  public Map<String, String> migrationPlaceholders() {
    return Map.of("binary", "bytea", "text", "collate \"C\"");
  }

  @Override
  public String nextValueQuery(String sequence) {
    return "select nextval('" + sequence + "')";
  }

  @Override
  public String upperBound(String prefix) {
    return prefix + Character.toString(Character.MAX_CODE_POINT);
  }

  @Override
  public String keepSubquery() {
    return " offset 0";
  }

  @Override
  public void insert(Connection connection, IndexRows rows) throws SQLException {
    execute(connection, rows, inserts, PostgresDialect::insertPart);
  }

  @Override
  public void delete(Connection connection, IndexRows rows) throws SQLException {
    execute(connection, rows, deletes, PostgresDialect::deletePart);
  }

  private interface Part {
    String text(IndexTable table);
  }

  private static void execute(
      Connection connection, IndexRows rows, AtomicReferenceArray<String> texts, Part part)
      throws SQLException {
    int mask = 0;
    for (IndexTable table : TABLES) {
      if (!rows.rows(table).isEmpty()) {
        mask |= 1 << table.ordinal();
      }
    }
    if (mask == 0) {
      return;
    }
    String sql = texts.get(mask);
    if (sql == null) {
      sql = text(mask, part);
      texts.set(mask, sql);
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int position = 1;
      for (IndexTable table : TABLES) {
        if ((mask & 1 << table.ordinal()) != 0) {
          position = bind(statement, position, table, rows.rows(table));
        }
      }
      statement.execute();
    }
  }

  private static String text(int mask, Part part) {
    List<String> parts = new ArrayList<>();
    for (IndexTable table : TABLES) {
      if ((mask & 1 << table.ordinal()) != 0) {
        parts.add("w" + table.ordinal() + " as (" + part.text(table) + ")");
      }
    }
    return "with " + String.join(", ", parts) + " select 1";
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
    String values = names.replace("element", "nullif(element, -1)");
    return "insert into " + table.tableName() + " (" + names + ") select " + values + " from "
        + unnest(table);
  }

  private static String deletePart(IndexTable table) {
    String match =
        table.columns().stream()
            .map(IndexTable.Column::name)
            .map(
                name ->
                    switch (name) {
                      case "element" -> "coalesce(t.element, -1) = u.element";
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
      case TEXT -> "text[]";
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

  @Override
  public boolean isContention(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("40") || state.equals("23505"));
  }
}
