package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL. */
final class PostgresDialect implements Dialect {
  private static final String NOW =
      "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

  private static final String WRITERS =
      """
      select distinct l.virtualtransaction from pg_locks l
      where l.locktype = 'relation' and l.mode = 'RowExclusiveLock' and l.granted
        and l.relation = 'resource'::regclass
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
      """;

  private final IndexWriter indexWriter = new PostgresIndexWriter();

  @Override
  public String[] migrationLocations() {
    return new String[] {"classpath:db/migration", "classpath:db/postgresql"};
  }

  @Override
  public Map<String, String> migrationPlaceholders() {
    return Map.of(
        "binary", "bytea", "text", "collate \"C\"", "next_block", "nextval('resource_key_block')");
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
  public String useIndex(String index) {
    return "";
  }

  @Override
  public String joinAsWritten() {
    return "";
  }

  @Override
  public boolean entersIndexByList() {
    return true;
  }

  @Override
  public boolean joinsLaterally() {
    return true;
  }

  @Override
  public boolean servesSeveralNodes() {
    return true;
  }

  @Override
  public boolean searchesWords() {
    return true;
  }

  @Override
  public Optional<String> committedState() {
    return Optional.of(
        "case when pg_current_xact_id_if_assigned() is null"
            + " then cast(pg_current_snapshot() as text) end");
  }

  @Override
  public String plan(Connection connection, Trace.Query query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("explain (analyze, buffers) " + query.sql())) {
      for (int i = 0; i < query.values().size(); i++) {
        statement.setObject(i + 1, query.values().get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return String.join("\n", lines);
  }

  @Override
  public int longestList() {
    return Integer.MAX_VALUE;
  }

  @Override
  public String isInList(String column) {
    return column + " = any(?)";
  }

  @Override
  public Object list(long[] numbers) {
    return numbers;
  }

  @Override
  public long now(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOW);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public String writersQuery() {
    return WRITERS;
  }

  @Override
  public IndexWriter indexWriter() {
    return indexWriter;
  }

  @Override
  public boolean isContention(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("40") || state.equals("23505"));
  }

  @Override
  public boolean isTimeout(SQLException failure) {
    return "57014".equals(failure.getSQLState());
  }

  @Override
  public boolean isTooComplex(SQLException failure) {
    return failure.getSQLState() != null && failure.getSQLState().startsWith("54");
  }
}
