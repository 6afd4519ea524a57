package org.fhirserver.store.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/**
 * A search parameter as FHIR defines it.
 *
 * @param url its canonical URL
 * @param code its name in a URL
 * @param type its type as FHIR writes it: "token", also "special"
 * @param bases the names of the types it is for: resource types, "Resource" or "DomainResource"
 * @param expression its FHIRPath expression; empty for the three parameters that have none
 * @param targets for a reference, the resource types it may point to; empty means any
 * @param components for a composite, its components in their order; else empty
 * @see <a href="https://hl7.org/fhir/R4/searchparameter.html">SearchParameter</a>
 */
public record SearchParameterDefinition(
    String url,
    String code,
    String type,
    List<String> bases,
    Optional<String> expression,
    List<ResourceType> targets,
    List<Component> components) {
  private static final Set<ResourceType> WITHOUT_DOMAIN =
      Set.of(ResourceType.BINARY, ResourceType.BUNDLE, ResourceType.PARAMETERS);

  /**
   * One part of a composite.
   *
   * @param definition the canonical URL of the parameter that tells how it is compared
   * @param expression where it is, starting at the elements of the composite's expression
   */
  public record Component(String definition, String expression) {}

  /** The same under another name. */
  SearchParameterDefinition withCode(String other) {
    return new SearchParameterDefinition(url, other, type, bases, expression, targets, components);
  }

  /** The same for these resource types only. */
  SearchParameterDefinition onlyFor(List<ResourceType> types) {
    return new SearchParameterDefinition(
        url,
        code,
        type,
        types.stream().map(ResourceType::typeName).toList(),
        expression,
        targets,
        components);
  }

  /** The resource types it is for, with those that "Resource" or "DomainResource" stand for. */
  public List<ResourceType> resourceTypes() {
    return Arrays.stream(ResourceType.values()).filter(this::isFor).toList();
  }

  /** Whether it is for resources of that type. */
  boolean isFor(ResourceType resourceType) {
    return bases.contains(resourceType.typeName())
        || bases.contains("Resource")
        || (bases.contains("DomainResource") && !WITHOUT_DOMAIN.contains(resourceType));
  }
}
