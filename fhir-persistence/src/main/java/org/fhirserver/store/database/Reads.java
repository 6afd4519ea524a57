package org.fhirserver.store.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.fhirserver.store.FhirException;

/** Reads that are tried again when they lose against writers, for whom readers of Derby wait. */
@ApplicationScoped
public class Reads {
  private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";
  private static final long BUDGET_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int ATTEMPTS = 12;
  private static final long PAUSE_MILLIS = 20;

  @Inject private Database database;

  /** Work that only reads. */
  public interface Reading<T> {
    /** Does it. */
    T read() throws SQLException;
  }

  /**
   * Does the work. Within a transaction it is done once: when it loses, the transaction is over and
   * is tried again as a whole.
   *
   * @throws FhirException CONFLICT if it lost against writers each time, UNAVAILABLE if a query
   *     took too long, INVALID (too-costly) if it is too large for the database
   */
  public <T> T of(Reading<T> work) {
    long start = System.nanoTime();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return work.read();
      } catch (SQLException | PersistenceException failure) {
        if (database.isTimeout(failure)) {
          throw new FhirException(
              FhirException.Category.UNAVAILABLE,
              "timeout",
              "The database took too long to find what is asked for; ask for less.");
        }
        if (database.isTooComplex(failure)) {
          throw new FhirException(
              FhirException.Category.INVALID,
              "too-costly",
              "The search is too large for the database; ask for fewer values at once.");
        }
        if (!database.isContention(failure) || isInTransaction()) {
          throw failure instanceof PersistenceException known
              ? known
              : new PersistenceException(failure);
        }
        if (System.nanoTime() - start > BUDGET_NANOS) {
          break;
        }
        pause();
      }
    }
    throw new FhirException(
        FhirException.Category.CONFLICT,
        "conflict",
        "Other requests are changing what is asked for; try again.");
  }

  /** Whether the thread has a transaction, in which it sees what that has written. */
  public static boolean isInTransaction() {
    try {
      var registry = (TransactionSynchronizationRegistry) new InitialContext().lookup(REGISTRY);
      return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    } catch (NamingException failure) {
      throw new IllegalStateException("The server has no transactions", failure);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FhirException(
          FhirException.Category.UNAVAILABLE, "transient", "The server is stopping.");
    }
  }
}
