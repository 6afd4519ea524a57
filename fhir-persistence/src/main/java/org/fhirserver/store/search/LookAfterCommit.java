package org.fhirserver.store.search;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.System.Logger.Level;
import org.fhirserver.store.FhirException;

/** Has a node look for changed search parameters when the transaction that changes them is over. */
record LookAfterCommit(SearchParameters parameters) implements Synchronization {
  private static final System.Logger LOG = System.getLogger(LookAfterCommit.class.getName());

  @Override
  public void beforeCompletion() {
    // The change is not there yet.
  }

  @Override
  public void afterCompletion(int status) {
    if (status == Status.STATUS_COMMITTED) {
      try {
        parameters.look();
      } catch (FhirException failure) {
        LOG.log(Level.DEBUG, "The change is seen a little later", failure);
      }
    }
  }
}
