package org.fhirserver.store.search;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * A query for the resources that a page of a search includes.
 *
 * @param includes what to include
 * @param visible the types that the caller may see, with what their resources must fulfil
 * @param matches the resources on the page, which may be of several types
 * @param limit the most resources to include
 */
public record IncludeQuery(
    Tenant tenant,
    List<Include> includes,
    Map<ResourceType, Expression> visible,
    List<FoundResource> matches,
    int limit) {

  /** Brings the restrictions into the form that is compiled. */
  public IncludeQuery {
    Map<ResourceType, Expression> compiled = new EnumMap<>(ResourceType.class);
    visible.forEach((type, filter) -> compiled.put(type, MergeDateBounds.apply(filter)));
    visible = Collections.unmodifiableMap(compiled);
  }
}
