package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;

/** Compiles the parameters of the specification once, and those of tenants beside them. */
final class RegistryCompiler {
  private final PathCompiler compiler;
  private final List<SearchParameterDefinition> specification;
  private final Map<ResourceType, List<SearchParameterDefinition>> byType =
      new EnumMap<>(ResourceType.class);
  private final SearchParameterRegistry specified;

  /**
   * Compiles the parameters of the specification.
   *
   * @throws FhirException INVALID if one cannot be indexed
   */
  RegistryCompiler(FhirDefinitions definitions, Collection<SearchParameterDefinition> parameters) {
    compiler = new PathCompiler(definitions);
    specification = List.copyOf(parameters);
    for (SearchParameterDefinition parameter : parameters) {
      if (isIndexed(parameter)) {
        for (ResourceType type : parameter.resourceTypes()) {
          byType.computeIfAbsent(type, key -> new ArrayList<>()).add(parameter);
        }
      }
    }
    Map<ResourceType, ParameterCompiler.TypeParameters> types = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      types.put(type, ParameterCompiler.compile(compiler, type, specified(type)));
    }
    requireOwnIds(types);
    specified = new SearchParameterRegistry(types, Map.of());
  }

  /** The parameters of the specification alone. */
  SearchParameterRegistry specified() {
    return specified;
  }

  /**
   * The parameters of the specification and those of a tenant that are indexed.
   *
   * @throws FhirException INVALID if one cannot be indexed, or not beside another one
   */
  SearchParameterRegistry with(Collection<CustomParameter> custom) {
    List<CustomParameter> indexed =
        custom.stream().filter(parameter -> parameter.state().isIndexed()).toList();
    Map<ResourceType, Map<String, CustomParameter>> unavailable = unavailable(custom);
    if (indexed.isEmpty()) {
      return specified.with(unavailable);
    }
    Map<ResourceType, ParameterCompiler.TypeParameters> types = new EnumMap<>(specified.types());
    for (ResourceType type : typesOf(indexed)) {
      List<SearchParameterDefinition> named = new ArrayList<>(specified(type));
      List<SearchParameterDefinition> unnamed = new ArrayList<>();
      for (CustomParameter parameter : indexed) {
        if (parameter.definition().isFor(type)) {
          (parameter.state().holdsName() ? named : unnamed).add(parameter.definition());
        }
      }
      types.put(type, ParameterCompiler.compile(compiler, type, named, unnamed));
    }
    requireOwnIds(types);
    return new SearchParameterRegistry(types, unavailable);
  }

  /** By type and code: what nobody may search by now. */
  static Map<ResourceType, Map<String, CustomParameter>> unavailable(
      Collection<CustomParameter> custom) {
    Map<ResourceType, Map<String, CustomParameter>> unavailable = new EnumMap<>(ResourceType.class);
    for (CustomParameter parameter : custom) {
      boolean isWithheld =
          parameter.state() == CustomParameterState.PENDING || parameter.state().isRetired();
      if (isWithheld) {
        for (ResourceType type : parameter.definition().resourceTypes()) {
          unavailable
              .computeIfAbsent(type, key -> new TreeMap<>())
              .merge(
                  parameter.definition().code(),
                  parameter,
                  (one, other) -> one.state().holdsName() ? one : other);
        }
      }
    }
    return unavailable;
  }

  /** The definition that the specification has of that name, whether it is indexed or not. */
  Optional<SearchParameterDefinition> specified(ResourceType type, String code) {
    return specification.stream()
        .filter(definition -> definition.code().equals(code) && definition.isFor(type))
        .findFirst();
  }

  /** Whether the specification has a definition of that URL. */
  boolean specifies(String url) {
    return specification.stream().anyMatch(definition -> definition.url().equals(url));
  }

  /**
   * The parameter that a definition stands for, compiled beside those of the specification.
   *
   * @throws FhirException INVALID if it cannot be indexed
   */
  SearchParameter compile(ResourceType type, SearchParameterDefinition definition) {
    String unused = definition.code() + " ";
    List<SearchParameterDefinition> all = new ArrayList<>(specified(type));
    all.add(definition.withCode(unused));
    return Objects.requireNonNull(
        ParameterCompiler.compile(compiler, type, all).parameters().get(unused));
  }

  /**
   * The paths, by type, whose rows a new parameter has to make: nobody else has made them.
   *
   * @param all the tenant's parameters; whether the new one is among them does not matter
   */
  Map<ResourceType, Set<Integer>> missing(
      Collection<CustomParameter> all, CustomParameter parameter) {
    List<CustomParameter> together = new ArrayList<>(others(all, parameter));
    together.add(parameter);
    SearchParameterRegistry registry = with(together);
    Map<ResourceType, Set<Integer>> missing = new EnumMap<>(ResourceType.class);
    for (ResourceType type : parameter.definition().resourceTypes()) {
      Set<Integer> paths = paths(registry, type, parameter);
      specified.paths(type).forEach(path -> paths.remove(path.id()));
      for (CustomParameter other : all) {
        boolean isComplete =
            other.key() != parameter.key()
                && other.state() == CustomParameterState.ACTIVE
                && other.definition().isFor(type);
        if (isComplete) {
          paths.removeAll(paths(registry, type, other));
        }
      }
      if (!paths.isEmpty()) {
        missing.put(type, paths);
      }
    }
    return missing;
  }

  /**
   * The paths, by type, that only this one of a tenant's parameters has rows of. A composite whose
   * components are gone has none that can be told.
   */
  Map<ResourceType, Set<Integer>> orphaned(
      Collection<CustomParameter> all, CustomParameter parameter) {
    List<CustomParameter> others = others(all, parameter);
    List<CustomParameter> together = new ArrayList<>(others);
    together.add(parameter.as(CustomParameterState.LEAVING));
    try {
      return difference(with(together), with(others));
    } catch (FhirException unusable) {
      return Map.of();
    }
  }

  private static List<CustomParameter> others(
      Collection<CustomParameter> all, CustomParameter parameter) {
    return all.stream().filter(other -> other.key() != parameter.key()).toList();
  }

  private static Set<Integer> paths(
      SearchParameterRegistry registry, ResourceType type, CustomParameter custom) {
    SearchParameter parameter = registry.compiled(type, custom.definition().code());
    return Stream.concat(
            parameter.sources().stream(),
            parameter.composites().stream()
                .flatMap(context -> context.components().stream())
                .flatMap(component -> component.sources().stream()))
        .map(source -> source.path().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The paths of each type that the one registry has and the other one has not. */
  private static Map<ResourceType, Set<Integer>> difference(
      SearchParameterRegistry with, SearchParameterRegistry without) {
    Map<ResourceType, Set<Integer>> difference = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      Set<Integer> paths = new TreeSet<>();
      with.paths(type).forEach(path -> paths.add(path.id()));
      without.paths(type).forEach(path -> paths.remove(path.id()));
      if (!paths.isEmpty()) {
        difference.put(type, paths);
      }
    }
    return difference;
  }

  private List<SearchParameterDefinition> specified(ResourceType type) {
    return byType.getOrDefault(type, List.of());
  }

  private static Set<ResourceType> typesOf(List<CustomParameter> custom) {
    Set<ResourceType> types = EnumSet.noneOf(ResourceType.class);
    custom.forEach(parameter -> types.addAll(parameter.definition().resourceTypes()));
    return types;
  }

  private static boolean isIndexed(SearchParameterDefinition parameter) {
    return parameter.expression().isPresent()
        && SearchParameterType.named(parameter.type()).isPresent();
  }

  /** Ids are hashes and stand alone in the index, so they must differ over all types. */
  private static void requireOwnIds(Map<ResourceType, ParameterCompiler.TypeParameters> types) {
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
