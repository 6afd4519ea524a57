package org.fhirserver.service.resource;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.resource.ContentionException;

/** One database transaction around a piece of work. */
@Stateless
public class TransactionBoundary {

  @Inject private Database database;

  /**
   * Does the work in a transaction of its own and commits it.
   *
   * @throws ContentionException if it lost against another transaction; the container takes that
   *     for an answer and not for a fault to be logged
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public <T> T run(Supplier<T> work) {
    try {
      return work.get();
    } catch (ContentionException lost) {
      throw lost;
    } catch (RuntimeException failure) {
      throw database.isContention(failure) ? new ContentionException(failure) : failure;
    }
  }
}
