package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** Apache Derby. */
final class DerbyDialect implements Dialect {
  private final IndexWriter indexWriter = new DerbyIndexWriter(indexTables());

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
  public String joinAsWritten() {
    return " --DERBY-PROPERTIES joinOrder=FIXED\n";
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
  public IndexWriter indexWriter() {
    return indexWriter;
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

  /** Derby makes a Java class of each statement, and these are limited. */
  @Override
  public boolean isTooComplex(SQLException failure) {
    return "42ZA0".equals(failure.getSQLState());
  }
}
