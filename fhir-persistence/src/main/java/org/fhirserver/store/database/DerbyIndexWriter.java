package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes to Apache Derby: one statement and one JDBC batch for each table. */
final class DerbyIndexWriter implements IndexWriter {
  private final Set<IndexTable> tables;

  /**
   * A writer.
   *
   * @param tables those that are written
   */
  DerbyIndexWriter(Set<IndexTable> tables) {
    this.tables = tables;
  }

  @Override
  public void insert(Connection connection, IndexRows rows) throws SQLException {
    for (IndexTable table : tables) {
      String columns =
          table.columns().stream()
              .map(IndexTable.Column::name)
              .collect(Collectors.joining(", ", "(", ")"));
      String markers =
          table.columns().stream().map(column -> "?").collect(Collectors.joining(", ", "(", ")"));
      batch(
          connection,
          "insert into " + table.tableName() + " " + columns + " values " + markers,
          table,
          rows.rows(table));
    }
  }

  @Override
  public void supersede(
      Connection connection, RowKey current, long replacedAt, IndexRows removed, IndexRows added)
      throws SQLException {
    copyToVersions(connection, current, replacedAt);
    change(connection, removed, added);
  }

  @Override
  public void supersede(Connection connection, RowKey current, long replacedAt, long resourceKey)
      throws SQLException {
    copyToVersions(connection, current, replacedAt);
    delete(connection, resourceKey);
  }

  @Override
  public void change(Connection connection, IndexRows removed, IndexRows added)
      throws SQLException {
    for (IndexTable table : tables) {
      for (IndexRows.Row row : removed.rows(table)) {
        deleteRow(connection, table, row);
      }
    }
    insert(connection, added);
  }

  @Override
  public void delete(Connection connection, long resourceKey) throws SQLException {
    for (IndexTable table : tables) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "delete from " + table.tableName() + " where resource_key = ?")) {
        statement.setLong(1, resourceKey);
        statement.executeUpdate();
      }
    }
  }

  private static void copyToVersions(Connection connection, RowKey current, long replacedAt)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RowKey.COPY_TO_VERSIONS)) {
      statement.setLong(1, replacedAt);
      statement.setShort(2, current.type());
      statement.setString(3, current.id());
      statement.setShort(4, current.tenant());
      statement.setShort(5, current.shard());
      statement.executeUpdate();
    }
  }

  private static void deleteRow(Connection connection, IndexTable table, IndexRows.Row row)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder("delete from ")
            .append(table.tableName())
            .append(" where resource_key = ? and path = ?");
    sql.append(row.element() < 0 ? " and element is null" : " and element = ?");
    List<IndexTable.Column> columns = table.columns();
    int common = columns.size() - row.values().size();
    List<Object> identifying = new ArrayList<>();
    for (int i = 0; i < row.values().size(); i++) {
      IndexTable.Column column = columns.get(common + i);
      if (column.identifies()) {
        Object value = row.values().get(i);
        identifying.add(value);
        sql.append(" and ").append(column.name());
        sql.append(value.equals(Optional.empty()) ? " is null" : " = ?");
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      int position = 1;
      statement.setLong(position++, row.resourceKey());
      statement.setInt(position++, row.path());
      if (row.element() >= 0) {
        statement.setInt(position++, row.element());
      }
      for (Object value : identifying) {
        Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (bare != null) {
          statement.setObject(position++, bare);
        }
      }
      statement.executeUpdate();
    }
  }

  private static void batch(
      Connection connection, String sql, IndexTable table, List<IndexRows.Row> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (IndexRows.Row row : rows) {
        bind(statement, table, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, IndexTable table, IndexRows.Row row)
      throws SQLException {
    statement.setShort(1, row.shard());
    statement.setShort(2, row.tenant());
    statement.setInt(3, row.path());
    statement.setLong(4, row.resourceKey());
    if (row.element() < 0) {
      statement.setNull(5, Types.SMALLINT);
    } else {
      statement.setShort(5, (short) row.element());
    }
    int position = 6;
    for (Object value : row.values()) {
      IndexTable.Kind kind = table.columns().get(position - 1).kind();
      Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (bare == null) {
        statement.setNull(position++, Types.VARCHAR);
      } else if (kind == IndexTable.Kind.LONG) {
        statement.setLong(position++, (Long) bare);
      } else if (kind == IndexTable.Kind.SHORT) {
        statement.setShort(position++, (Short) bare);
      } else if (kind == IndexTable.Kind.DOUBLE) {
        statement.setDouble(position++, (Double) bare);
      } else {
        statement.setString(position++, (String) bare);
      }
    }
  }
}
