package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The few things that PostgreSQL and Derby do differently. */
public interface Dialect {

  /** The dialect of the database behind a connection. */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "PostgreSQL" -> new PostgresDialect();
      case "Apache Derby" -> new DerbyDialect();
      default -> throw new SQLException("Neither PostgreSQL nor Apache Derby: " + product);
    };
  }

  /** Where Flyway finds the migrations of this database. */
  String[] migrationLocations();

  /** What the placeholders of the migrations stand for. */
  Map<String, String> migrationPlaceholders();

  /** The query for one new block number of a sequence. */
  String nextValueQuery(String sequence);

  /** A text that sorts behind every text that starts with the given one. */
  String upperBound(String prefix);

  /** What keeps the planner from turning a subquery of EXISTS into a join; may be empty. */
  String keepSubquery();

  /**
   * What makes the planner use an index, behind the alias of its table, for each row that the table
   * is joined to; may be empty.
   */
  String useIndex(String index);

  /**
   * What makes the planner join tables in the order in which they are written, behind FROM; may be
   * empty.
   */
  String joinAsWritten();

  /** Whether an index is entered at each value of a list, whatever column they are of. */
  boolean entersIndexByList();

  /** Whether a subquery of FROM may refer to what stands before it (LATERAL). */
  boolean joinsLaterally();

  /** Whether words of a text can be searched: whether there is {@link IndexTable#TEXT}. */
  boolean searchesWords();

  /** The index tables that there are. */
  default Set<IndexTable> indexTables() {
    return searchesWords()
        ? EnumSet.allOf(IndexTable.class)
        : EnumSet.complementOf(EnumSet.of(IndexTable.TEXT));
  }

  /**
   * An expression for the state of what is committed: a text that is another one whenever a
   * transaction has committed since, and null within a transaction that has itself written. Empty
   * if the database cannot tell.
   */
  Optional<String> committedState();

  /** Executes a query to tell how: its plan with times and numbers of rows. */
  String plan(Connection connection, Trace.Query query) throws SQLException;

  /** How many numbers one list may have. */
  int longestList();

  /** The condition that a column holds one of the numbers of a list, with one marker for it. */
  String isInList(String column);

  /** What is bound for a list of numbers in ascending order. */
  Object list(long[] numbers);

  /** Whether several processes can use the database at once. */
  boolean servesSeveralNodes();

  /** The time that all nodes agree on, in milliseconds since 1970-01-01T00:00Z. */
  long now(Connection connection) throws SQLException;

  /** A query for the names of the transactions, of whichever node, that have written resources. */
  String writersQuery();

  /** What writes the rows of the search index. */
  IndexWriter indexWriter();

  /** Whether the transaction lost against another one and may succeed when it is tried again. */
  boolean isContention(SQLException failure);

  /** Whether a query was given up because it took too long. */
  boolean isTimeout(SQLException failure);

  /** Whether a statement is too large for the database. */
  boolean isTooComplex(SQLException failure);
}
