package org.fhirserver.store.search;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;

/**
 * All search parameters by resource type, those of the specification and those of one tenant, as
 * they are at one moment.
 *
 * @see <a href="https://hl7.org/fhir/R4/searchparameter-registry.html">Registry of R4</a>
 */
public final class SearchParameterRegistry {
  private final Map<ResourceType, ParameterCompiler.TypeParameters> types;
  private final Map<ResourceType, Map<String, CustomParameter>> unavailable;
  private final Object edition;

  /**
   * Compiles the definitions. Those without expression and of unknown type are left out: nothing
   * can be indexed for them.
   *
   * @throws FhirException INVALID if one cannot be indexed
   */
  public SearchParameterRegistry(
      FhirDefinitions definitions, Collection<SearchParameterDefinition> parameters) {
    this(new RegistryCompiler(definitions, parameters).specified().types, Map.of(), new Object());
  }

  /**
   * A registry of what is compiled.
   *
   * @param types the parameters of every type, also those that nobody may search by yet
   * @param unavailable by type and code: what nobody may search by
   */
  SearchParameterRegistry(
      Map<ResourceType, ParameterCompiler.TypeParameters> types,
      Map<ResourceType, Map<String, CustomParameter>> unavailable) {
    this(types, unavailable, new Object());
  }

  private SearchParameterRegistry(
      Map<ResourceType, ParameterCompiler.TypeParameters> types,
      Map<ResourceType, Map<String, CustomParameter>> unavailable,
      Object edition) {
    this.types = new EnumMap<>(types);
    this.unavailable = Map.copyOf(unavailable);
    this.edition = edition;
  }

  /**
   * The parameter of that name for that type.
   *
   * @throws UnavailableParameterException if there is one that cannot be searched by now: rows are
   *     missing
   */
  public Optional<SearchParameter> find(ResourceType type, String code) {
    CustomParameter withheld = unavailable.getOrDefault(type, Map.of()).get(code);
    if (withheld != null) {
      throw UnavailableParameterException.of(type, withheld);
    }
    return Optional.ofNullable(of(type).parameters().get(code));
  }

  /** All parameters of that type that can be searched by, by name. */
  public Collection<SearchParameter> parameters(ResourceType type) {
    Map<String, CustomParameter> withheld = unavailable.getOrDefault(type, Map.of());
    Collection<SearchParameter> all = of(type).parameters().values();
    return withheld.isEmpty()
        ? all
        : all.stream().filter(parameter -> !withheld.containsKey(parameter.code())).toList();
  }

  /** Whether both have the same parameters, however far those that are not ready have come. */
  public boolean isEditionOf(SearchParameterRegistry other) {
    return edition.equals(other.edition);
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

  /** All that is indexed of that type. */
  Collection<IndexPath> paths(ResourceType type) {
    return of(type).paths();
  }

  /** A parameter that is there, whether it can be searched by or not. */
  SearchParameter compiled(ResourceType type, String code) {
    return Objects.requireNonNull(of(type).parameters().get(code));
  }

  Map<ResourceType, ParameterCompiler.TypeParameters> types() {
    return types;
  }

  /** The same parameters with another word on those that are not ready. */
  SearchParameterRegistry with(Map<ResourceType, Map<String, CustomParameter>> withheld) {
    return new SearchParameterRegistry(types, withheld, edition);
  }

  private ParameterCompiler.TypeParameters of(ResourceType type) {
    return Objects.requireNonNull(types.get(type));
  }
}
