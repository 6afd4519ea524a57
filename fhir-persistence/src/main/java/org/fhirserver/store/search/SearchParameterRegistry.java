package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;

/**
 * All search parameters by resource type.
 *
 * @see <a href="https://hl7.org/fhir/R4/searchparameter-registry.html">Registry of R4</a>
 */
public final class SearchParameterRegistry {
  private final Map<ResourceType, ParameterCompiler.TypeParameters> types =
      new EnumMap<>(ResourceType.class);

  /**
   * Compiles the definitions. Those without expression and of unknown type are left out: nothing
   * can be indexed for them.
   *
   * @throws FhirException INVALID if one cannot be indexed
   */
  public SearchParameterRegistry(
      FhirDefinitions definitions, Collection<SearchParameterDefinition> parameters) {
    Map<ResourceType, List<SearchParameterDefinition>> byType = new EnumMap<>(ResourceType.class);
    for (SearchParameterDefinition parameter : parameters) {
      if (isIndexed(parameter)) {
        for (ResourceType type : parameter.resourceTypes()) {
          byType.computeIfAbsent(type, key -> new ArrayList<>()).add(parameter);
        }
      }
    }
    PathCompiler compiler = new PathCompiler(definitions);
    for (ResourceType type : ResourceType.values()) {
      List<SearchParameterDefinition> own = byType.getOrDefault(type, List.of());
      types.put(type, ParameterCompiler.compile(compiler, type, own));
    }
    checkIds();
  }

  /** The parameter of that name for that type. */
  public Optional<SearchParameter> find(ResourceType type, String code) {
    return Optional.ofNullable(of(type).parameters().get(code));
  }

  /** All parameters of that type, by name. */
  public Collection<SearchParameter> parameters(ResourceType type) {
    return of(type).parameters().values();
  }

  /** What extracts the values of a resource of that type. */
  ExtractionNode extraction(ResourceType type) {
    return of(type).extraction();
  }

  /** What reads the values at a path of that type. */
  IndexedPath indexed(ResourceType type, IndexPath path) {
    return of(type).indexed().stream()
        .filter(indexed -> indexed.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private ParameterCompiler.TypeParameters of(ResourceType type) {
    return Objects.requireNonNull(types.get(type));
  }

  private static boolean isIndexed(SearchParameterDefinition parameter) {
    return parameter.expression().isPresent()
        && SearchParameterType.named(parameter.type()).isPresent();
  }

  /** Ids are hashes and stand alone in the index, so they must differ over all types. */
  private void checkIds() {
    Map<Integer, String> expressions = new HashMap<>();
    for (ParameterCompiler.TypeParameters type : types.values()) {
      for (IndexPath path : type.paths()) {
        String other = expressions.putIfAbsent(path.id(), path.expression());
        if (other != null) {
          throw FhirException.invalid(
              "The expressions '%s' and '%s' have the same hash; one must be written otherwise."
                  .formatted(other, path.expression()));
        }
      }
    }
  }
}
