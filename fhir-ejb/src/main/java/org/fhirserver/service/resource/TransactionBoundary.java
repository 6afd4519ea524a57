package org.fhirserver.service.resource;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.function.Supplier;

/** One database transaction around a piece of work. */
@Stateless
public class TransactionBoundary {

  /** Does the work in a transaction of its own and commits it. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public <T> T run(Supplier<T> work) {
    return work.get();
  }
}
