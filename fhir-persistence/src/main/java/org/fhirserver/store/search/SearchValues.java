package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
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

  /**
   * The same; a reference by this server's own URL counts as a relative one.
   *
   * @param baseUrl the service base URL, without slash at the end
   */
  public List<IndexValue> extract(Element resource, String baseUrl) {
    String prefix = baseUrl + "/";
    List<IndexValue> values = extract(resource);
    values.replaceAll(
        value ->
            value instanceof IndexValue.Uri uri
                    && uri.path().type() == SearchParameterType.REFERENCE
                    && uri.value().startsWith(prefix)
                ? local(uri, uri.value().substring(prefix.length()))
                : value);
    return values;
  }

  private static IndexValue local(IndexValue.Uri uri, String relative) {
    String[] parts = relative.split("/");
    Optional<ResourceType> type = ResourceType.named(parts[0]);
    boolean resource = parts.length == 2 || parts.length == 4 && parts[2].equals("_history");
    return type.isPresent() && resource && ResourceKey.isId(parts[1])
        ? new IndexValue.Reference(uri.path(), uri.element(), type.get(), parts[1])
        : uri;
  }
}
