package org.fhirserver.service.resource;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;

/** Transactions that are tried again when they lose against others. */
@ApplicationScoped
public class Transactions {
  private static final int ATTEMPTS = 12;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  @EJB private TransactionBoundary boundary;

  @Resource private TransactionSynchronizationRegistry registry;

  @Inject private Database database;

  /**
   * Does work in one transaction; what it returns is committed. The work may be done several times.
   * Within a transaction the work becomes part of that one, which alone is tried again.
   *
   * @throws FhirException CONFLICT if it lost against other transactions each time
   */
  public <T> T write(Supplier<T> work) {
    if (registry.getTransactionStatus() == Status.STATUS_ACTIVE) {
      return work.get();
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return boundary.run(work);
      } catch (FhirException told) {
        throw told;
      } catch (RuntimeException failure) {
        if (!database.isContention(failure)) {
          throw unwrapped(failure);
        }
        pause(attempt);
      }
    }
    throw new FhirException(
        FhirException.Category.CONFLICT,
        "conflict",
        "Other requests changed the same resources at the same time; try again.");
  }

  private static RuntimeException unwrapped(RuntimeException failure) {
    return failure instanceof EJBException && failure.getCause() instanceof FhirException told
        ? told
        : failure;
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << attempt);
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new FhirException(
          FhirException.Category.UNAVAILABLE, "transient", "The server is stopping.");
    }
  }
}
