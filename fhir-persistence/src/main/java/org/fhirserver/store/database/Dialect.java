package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

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

  /** Writes index rows in as few round trips as the database allows. */
  void insert(Connection connection, IndexRows rows) throws SQLException;

  /** Deletes index rows, each by all of its values. */
  void delete(Connection connection, IndexRows rows) throws SQLException;

  /** Deletes all index rows of a resource. */
  default void deleteAll(Connection connection, long resourceKey) throws SQLException {
    for (IndexTable table : IndexTable.values()) {
      try (var statement =
          connection.prepareStatement(
              "delete from " + table.tableName() + " where resource_key = ?")) {
        statement.setLong(1, resourceKey);
        statement.executeUpdate();
      }
    }
  }

  /** Whether the transaction lost against another one and may succeed when it is tried again. */
  boolean isContention(SQLException failure);
}
