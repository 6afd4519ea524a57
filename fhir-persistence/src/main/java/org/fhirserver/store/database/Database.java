package org.fhirserver.store.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.fhirserver.store.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/** The database behind the store: its schema, its dialect and the keys it hands out. */
@ApplicationScoped
public class Database {
  private static final String DATA_SOURCE = "jdbc/fhir";
  private static final String UNMANAGED_DATA_SOURCE = "jdbc/fhir-unmanaged";

  /** How many keys one number of the sequence stands for. */
  private static final long BLOCK = 1000;

  @Inject private Tracing tracing;

  private volatile @Nullable DataSource managed;
  private volatile @Nullable Dialect dialect;
  private long nextKey;
  private long endOfBlock;

  /**
   * Brings the schema up to date; to be called once, before anything else.
   *
   * @throws IllegalStateException if the database does not answer or cannot be migrated
   */
  public void migrate() {
    try {
      dialect = SchemaMigration.run(unmanaged());
    } catch (NamingException | SQLException failure) {
      throw new IllegalStateException("The database is not ready", failure);
    }
  }

  /** Connections outside of container transactions, for migrations and streaming reads. */
  public DataSource unmanaged() throws NamingException {
    return (DataSource) new InitialContext().lookup(UNMANAGED_DATA_SOURCE);
  }

  /**
   * A connection that belongs to the caller's transaction, if there is one; watched if the caller
   * is {@linkplain Tracing traced}.
   */
  public Connection connection() throws SQLException {
    DataSource known = managed;
    if (known == null) {
      try {
        known = (DataSource) new InitialContext().lookup(DATA_SOURCE);
      } catch (NamingException failure) {
        throw new SQLException(failure);
      }
      managed = known;
    }
    return tracing.watched(known.getConnection());
  }

  /** What this database does its own way. */
  public Dialect dialect() {
    Dialect present = dialect;
    if (present == null) {
      throw new IllegalStateException("The schema has not been migrated");
    }
    return present;
  }

  /**
   * A new resource key: greater than those that this node gave before, and given by no other node.
   *
   * @param connection asked for a new block of keys now and then
   */
  public synchronized long nextKey(Supplier<Connection> connection) throws SQLException {
    if (nextKey == endOfBlock) {
      try (PreparedStatement statement =
              connection.get().prepareStatement(dialect().nextValueQuery("resource_key_block"));
          ResultSet result = statement.executeQuery()) {
        result.next();
        nextKey = result.getLong(1) * BLOCK;
        endOfBlock = nextKey + BLOCK;
      }
    }
    return nextKey++;
  }

  /** A key greater than all that any node has given so far. */
  public long keyBound(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(dialect().nextValueQuery("resource_key_block"));
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1) * BLOCK;
    }
  }

  /** Takes the lock of a condition and gives it back at the end of the transaction. */
  public void lockCriteria(Connection connection, Tenant tenant, short shard, long hash)
      throws SQLException {
    for (String sql :
        new String[] {
          "insert into condition_lock (criteria_hash, tenant, shard) values (?, ?, ?)",
          "delete from condition_lock where criteria_hash = ? and tenant = ? and shard = ?"
        }) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setLong(1, hash);
        statement.setShort(2, tenant.number());
        statement.setShort(3, shard);
        statement.executeUpdate();
      }
    }
  }

  /** Whether a failure, or one of its causes, says that a query took too long. */
  public boolean isTimeout(Throwable failure) {
    return has(failure, dialect()::isTimeout);
  }

  /** Whether a failure, or one of its causes, says that a statement is too large. */
  public boolean isTooComplex(Throwable failure) {
    return has(failure, dialect()::isTooComplex);
  }

  /** Whether a failure, or one of its causes, only says that another transaction was faster. */
  public boolean isContention(Throwable failure) {
    return has(failure, dialect()::isContention);
  }

  private static boolean has(Throwable failure, Predicate<SQLException> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && kind.test(sql)) {
        return true;
      }
    }
    return false;
  }
}
