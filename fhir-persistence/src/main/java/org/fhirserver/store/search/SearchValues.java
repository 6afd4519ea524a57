package org.fhirserver.store.search;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;

/**
 * Extracts the values that searches find a resource by.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
public final class SearchValues {
  private final SearchParameterRegistry registry;

  public SearchValues(SearchParameterRegistry registry) {
    this.registry = registry;
  }

  /**
   * The values of all search parameters of the resource; equal ones stand once.
   *
   * @throws FhirException INVALID if the element is no resource
   */
  public List<IndexValue> extract(Element resource) {
    String name = resource.type().name();
    ResourceType type =
        ResourceType.named(name)
            .orElseThrow(() -> FhirException.invalid("'" + name + "' is no resource type."));
    DistinctValues values = new DistinctValues();
    registry.extraction(type).read(List.of(resource), IndexValue.NO_ELEMENT, values);
    return values.all();
  }
}
