package org.fhirserver.store.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/**
 * A search parameter of one resource type, taken apart into the paths that index it.
 *
 * @param base the resource type
 * @param code its name in a URL
 * @param url its canonical URL
 * @param type its type
 * @param expression its FHIRPath expression as defined
 * @param sources where its values are indexed; empty for a composite
 * @param targets for a reference, the types it may point to; empty means any
 * @param composites for a composite, the contexts whose elements pair the components; else empty
 * @see <a href="https://hl7.org/fhir/R4/searchparameter.html">SearchParameter</a>
 */
public record SearchParameter(
    ResourceType base,
    String code,
    String url,
    SearchParameterType type,
    String expression,
    List<Source> sources,
    Set<ResourceType> targets,
    List<CompositeContext> composites) {

  /**
   * One path that a parameter reads.
   *
   * @param path the path
   * @param onlyTarget for a reference: only values that point to this type count ({@code
   *     where(resolve() is Patient)})
   * @param companions the paths of what modifiers look at
   */
  public record Source(
      IndexPath path, Optional<ResourceType> onlyTarget, Map<Companion, IndexPath> companions) {

    /** A path without companions, of which everything counts. */
    public Source(IndexPath path) {
      this(path, Optional.empty(), Map.of());
    }
  }

  /** Where that companion of the values is indexed; empty if no value has it. */
  public List<Source> companions(Companion companion) {
    return sources.stream()
        .flatMap(source -> Optional.ofNullable(source.companions().get(companion)).stream())
        .distinct()
        .map(Source::new)
        .toList();
  }

  /** Whether its values are canonical URLs, of which fragments do not count. */
  public boolean isCanonical() {
    return !sources.isEmpty() && sources.stream().allMatch(source -> source.path().isCanonical());
  }

  /**
   * One context of a composite parameter.
   *
   * @param wholeResource whether the context is the resource itself, so that the components need
   *     only match somewhere in it; else their values must carry the same element ordinal
   * @param components the components in their order
   */
  public record CompositeContext(boolean wholeResource, List<Component> components) {}

  /**
   * One component of a composite parameter.
   *
   * @param parameter the parameter that defines how its value is read and compared
   * @param sources where its values are indexed within the context
   * @param anywhere whether the values stand outside of the context ({@code
   *     %resource.referenceSeq.chromosome}), so that they need only match somewhere in the resource
   */
  public record Component(SearchParameter parameter, List<Source> sources, boolean anywhere) {

    /** A component within the context. */
    public Component(SearchParameter parameter, List<Source> sources) {
      this(parameter, sources, false);
    }
  }

  /** For a reference, the types that its values can point to: all if nothing narrows them. */
  public Set<ResourceType> possibleTargets() {
    Set<ResourceType> possible = EnumSet.noneOf(ResourceType.class);
    for (Source source : sources) {
      if (source.onlyTarget().isEmpty()) {
        return targets.isEmpty() ? EnumSet.allOf(ResourceType.class) : targets;
      }
      possible.add(source.onlyTarget().get());
    }
    return possible;
  }
}
