package org.fhirserver.store.resource;

import jakarta.ejb.ApplicationException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.fhirserver.store.database.Database;

/** The transaction lost against another one: it is rolled back and may be tried again. */
@ApplicationException(rollback = true)
public class ContentionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a failure that {@link Database#isContention} recognizes. */
  public ContentionException(Throwable cause) {
    super("Lost against another transaction", cause);
  }

  /** Work with the database. */
  interface Work {
    void run() throws SQLException;
  }

  /** Work with the database that yields something. */
  public interface Result<T> {
    /** Does it. */
    T get() throws SQLException;
  }

  /** Does work; what failed for other transactions' sake is thrown as this exception. */
  static void guard(Database database, Work work) {
    guard(
        database,
        () -> {
          work.run();
          return true;
        });
  }

  /** Does work; what failed for other transactions' sake is thrown as this exception. */
  public static <T> T guard(Database database, Result<T> work) {
    try {
      return work.get();
    } catch (SQLException failure) {
      throw database.isContention(failure)
          ? new ContentionException(failure)
          : new PersistenceException(failure);
    } catch (PersistenceException failure) {
      throw database.isContention(failure) ? new ContentionException(failure) : failure;
    }
  }
}
