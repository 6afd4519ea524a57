package org.fhirserver.store.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes the rows of the search index, as quickly as the database can take them. */
public interface IndexWriter {

  /** Writes index rows in as few round trips as the database allows. */
  void insert(Connection connection, IndexRows rows) throws SQLException;

  /**
   * Copies a current version to the past ones and changes the index rows of its resource. The body
   * does not leave the database.
   *
   * @param replacedAt when the next version was made, in milliseconds
   * @param removed rows to delete, each by all values that identify it
   */
  void supersede(
      Connection connection, RowKey current, long replacedAt, IndexRows removed, IndexRows added)
      throws SQLException;

  /**
   * Copies a current version to the past ones and deletes all index rows of its resource.
   *
   * @param replacedAt when it was deleted, in milliseconds
   */
  void supersede(Connection connection, RowKey current, long replacedAt, long resourceKey)
      throws SQLException;

  /**
   * Changes index rows.
   *
   * @param removed rows to delete, each by all values that identify it
   */
  void change(Connection connection, IndexRows removed, IndexRows added) throws SQLException;

  /** Deletes all index rows of a resource. */
  void delete(Connection connection, long resourceKey) throws SQLException;
}
