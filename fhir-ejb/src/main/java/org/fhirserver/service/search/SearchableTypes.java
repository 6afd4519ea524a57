package org.fhirserver.service.search;

import java.util.Optional;
import org.fhirserver.service.access.AccessDecision;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.access.Caller;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;

/**
 * What a caller may search: whatever a search goes through, not only what it finds, is restricted
 * to it.
 */
public record SearchableTypes(AccessPolicy policy, Caller caller) {

  /**
   * Which resources of the type the caller may search.
   *
   * @throws FhirException FORBIDDEN if none
   */
  public Expression require(ResourceType type) {
    return policy.require(caller, Action.SEARCH, type);
  }

  /** Which resources of the type the caller may search; empty if the type is closed to it. */
  public Optional<Expression> restriction(ResourceType type) {
    return policy.decide(caller, Action.SEARCH, type) instanceof AccessDecision.Allowed allowed
        ? Optional.of(allowed.restriction())
        : Optional.empty();
  }
}
