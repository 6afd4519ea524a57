package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * A resource and the values that find it. They belong to the search parameters of a moment; when
 * these have changed until the resource is written, the values are extracted again.
 */
public final class ResourceValues {
  private final Element resource;
  private final String baseUrl;
  private Optional<Extracted> extracted = Optional.empty();

  private record Extracted(SearchParameterRegistry registry, List<IndexValue> values) {}

  /**
   * Extracts nothing yet.
   *
   * @param baseUrl the base URL of this server: a reference below it counts as a relative one
   */
  public ResourceValues(Element resource, String baseUrl) {
    this.resource = resource;
    this.baseUrl = baseUrl;
  }

  /** The resource. */
  public Element resource() {
    return resource;
  }

  /** The base URL by which references to this server's own resources are known. */
  public String baseUrl() {
    return baseUrl;
  }

  /** The values by these parameters; extracted once as long as the paths stay the same. */
  public List<IndexValue> by(SearchParameterRegistry registry) {
    Optional<Extracted> known = extracted.filter(one -> one.registry().isEditionOf(registry));
    if (known.isPresent()) {
      return known.get().values();
    }
    List<IndexValue> values = new SearchValues(registry).extract(resource, baseUrl);
    extracted = Optional.of(new Extracted(registry, values));
    return values;
  }
}
