package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The processes that write index rows, and by which revision of the parameters each does. */
final class IndexingNodes {
  /** A node that has not told of itself for so long looks up the revision before it writes. */
  private static final long COUNTED_MILLIS = Duration.ofSeconds(10).toMillis();

  private static final long FORGOTTEN_MILLIS = Duration.ofHours(1).toMillis();

  private IndexingNodes() {}

  /** Tells that a node is there and by which revision it writes from now on. */
  static void report(Connection connection, long node, long revision, long now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update indexing_node set revision = ?, heartbeat = ? where node_key = ?")) {
      update.setLong(1, revision);
      update.setLong(2, now);
      update.setLong(3, node);
      if (update.executeUpdate() > 0) {
        return;
      }
    }
    forget(connection, now);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into indexing_node (shard, node_key, revision, heartbeat)"
                + " values (0, ?, ?, ?)")) {
      insert.setLong(1, node);
      insert.setLong(2, revision);
      insert.setLong(3, now);
      insert.executeUpdate();
    }
  }

  /** Tells that a node is gone. */
  static void remove(Connection connection, long node) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from indexing_node where node_key = ?")) {
      delete.setLong(1, node);
      delete.executeUpdate();
    }
  }

  /** How many nodes that are there may still write by an older revision. */
  static int behind(Connection connection, long revision, long now) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select count(*) from indexing_node"
                + " where revision < ? and heartbeat >= ? and heartbeat <= ?")) {
      query.setLong(1, revision);
      query.setLong(2, now - COUNTED_MILLIS);
      query.setLong(3, now + COUNTED_MILLIS);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** The names of the transactions that have written resources and are not over. */
  static Set<String> writers(Connection connection, String query) throws SQLException {
    Set<String> writers = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        writers.add(rows.getString(1));
      }
    }
    return writers;
  }

  private static void forget(Connection connection, long now) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from indexing_node where heartbeat < ?")) {
      delete.setLong(1, now - FORGOTTEN_MILLIS);
      delete.executeUpdate();
    }
  }
}
