package org.fhirserver.service.bundle;

import java.util.List;
import java.util.function.Consumer;
import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;

/**
 * A transaction as it is asked for.
 *
 * @param requests what its entries ask for, in their order
 * @param body the bytes in which the resources stand
 */
record ReceivedTransaction(
    RequestContext context,
    List<EntryRequest> requests,
    byte[] body,
    BundlePreferences preferences) {

  /**
   * Does something for each request of a kind.
   *
   * @throws FhirException naming the entry at which it failed
   */
  <R extends EntryRequest> void forEach(Class<R> kind, Consumer<R> action) {
    for (EntryRequest request : requests) {
      if (kind.isInstance(request)) {
        EntryErrors.guard(request.entry(), () -> action.accept(kind.cast(request)));
      }
    }
  }
}
