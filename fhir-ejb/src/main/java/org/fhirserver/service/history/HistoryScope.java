package org.fhirserver.service.history;

import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * Of what a history tells.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#history">history</a>
 */
public sealed interface HistoryScope {

  /** One resource. */
  record Instance(ResourceKey key) implements HistoryScope {}

  /** All resources of a type. */
  record Type(ResourceType type) implements HistoryScope {}

  /** All resources. */
  record All() implements HistoryScope {}
}
