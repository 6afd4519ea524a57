package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Apache Derby: one statement and one JDBC batch for each table. */
final class DerbyDialect implements Dialect {

  @Override
  public String[] migrationLocations() {
    return new String[] {"classpath:db/migration", "classpath:db/derby"};
  }

  @Override
  public Map<String, String> migrationPlaceholders() {
    return Map.of("binary", "blob", "text", "", "next_block", "next value for resource_key_block");
  }

  @Override
  public String nextValueQuery(String sequence) {
    return "values next value for " + sequence;
  }

  @Override
  public String upperBound(String prefix) {
    return prefix + '\uffff';
  }

  @Override
  public String keepSubquery() {
    return "";
  }

  @Override
  public String useIndex(String index) {
    return " --DERBY-PROPERTIES joinStrategy=NESTEDLOOP, index=" + index + "\n";
  }

  @Override
  public boolean entersIndexByList() {
    return false;
  }

  @Override
  public boolean joinsLaterally() {
    return false;
  }

  @Override
  public boolean servesSeveralNodes() {
    return false;
  }

  @Override
  public boolean searchesWords() {
    return false;
  }

  @Override
  public Optional<String> committedState() {
    return Optional.empty();
  }

  @Override
  public String plan(Connection connection, Trace.Query query) throws SQLException {
    try (Statement settings = connection.createStatement()) {
      settings.execute("call syscs_util.syscs_set_runtimestatistics(1)");
      settings.execute("call syscs_util.syscs_set_statistics_timing(1)");
      try {
        execute(connection, query);
        try (ResultSet plan =
            settings.executeQuery("values syscs_util.syscs_get_runtimestatistics()")) {
          plan.next();
          return plan.getString(1);
        }
      } finally {
        settings.execute("call syscs_util.syscs_set_statistics_timing(0)");
        settings.execute("call syscs_util.syscs_set_runtimestatistics(0)");
      }
    }
  }

  private static void execute(Connection connection, Trace.Query query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      for (int i = 0; i < query.values().size(); i++) {
        statement.setObject(i + 1, query.values().get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        long read = 0;
        while (read < query.rows() && rows.next()) {
          read++;
        }
      }
    }
  }

  @Override
  public int longestList() {
    return DerbyNumberList.LONGEST;
  }

  @Override
  public String isInList(String column) {
    return "in_number_list(?, " + column + ") = 1";
  }

  @Override
  public Object list(long[] numbers) {
    return DerbyNumberList.of(numbers);
  }

  @Override
  public long now(Connection connection) {
    return System.currentTimeMillis();
  }

  @Override
  public String writersQuery() {
    return """
        select distinct xid from syscs_diag.lock_table
        where tablename = 'RESOURCE' and type = 'TABLE' and mode in ('IX', 'X') and state = 'GRANT'
        """;
  }

  @Override
  public void insert(Connection connection, IndexRows rows) throws SQLException {
    for (IndexTable table : indexTables()) {
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
    for (IndexTable table : indexTables()) {
      for (IndexRows.Row row : removed.rows(table)) {
        deleteRow(connection, table, row);
      }
    }
    insert(connection, added);
  }

  @Override
  public void delete(Connection connection, long resourceKey) throws SQLException {
    for (IndexTable table : indexTables()) {
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

  @Override
  public boolean isContention(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && (state.startsWith("40") || state.equals("23505") || state.equals("XSAI2"));
  }

  @Override
  public boolean isTimeout(SQLException failure) {
    return "XCL52".equals(failure.getSQLState());
  }
}
