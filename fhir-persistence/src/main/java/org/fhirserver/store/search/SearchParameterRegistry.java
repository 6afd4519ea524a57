package org.fhirserver.store.search;

import java.util.Collection;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/**
 * All search parameters by resource type.
 *
 * @see <a href="https://hl7.org/fhir/R4/searchparameter-registry.html">Registry of R4</a>
 */
public final class SearchParameterRegistry {

  /** The parameter of that name for that type. */
  public Optional<SearchParameter> find(ResourceType type, String code) {
    throw new UnsupportedOperationException();
  }

  /** All parameters of that type, by name. */
  public Collection<SearchParameter> parameters(ResourceType type) {
    throw new UnsupportedOperationException();
  }
}
