package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;

/** Decides what of a SearchParameter has to be indexed, and whether it can be. */
final class CustomDefinitionRules {
  /** How many custom parameters a tenant may have. */
  private static final int MOST_PARAMETERS = 500;

  /** How many places of a resource type one parameter may read. */
  private static final int MOST_SOURCES = 50;

  /** How many parts a composite may have. */
  private static final int MOST_COMPONENTS = 10;

  /** Names that a URL can carry without being taken for a chain, a modifier or a result option. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  private static final Set<String> RESERVED = Set.of("ct");

  /** Elements that the server itself sets. */
  private static final List<String> STAMPED =
      List.of(".id", ".meta.versionId", ".meta.lastUpdated");

  private final RegistryCompiler compiler;

  CustomDefinitionRules(RegistryCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * What is to be indexed for a SearchParameter: nothing if the specification defines it, and none
   * of the types for which the specification's parameter of that name reads the same.
   *
   * @throws FhirException INVALID if it cannot be indexed, CONFLICT if the specification has
   *     another parameter of that name
   */
  Optional<SearchParameterDefinition> toIndex(ReceivedParameter received) {
    SearchParameterDefinition definition = received.definition();
    if (compiler.specifies(definition.url())) {
      return Optional.empty();
    }
    requireIndexable(definition);
    List<ResourceType> own = new ArrayList<>();
    for (ResourceType type : definition.resourceTypes()) {
      Optional<SearchParameterDefinition> specified = compiler.specified(type, definition.code());
      if (specified.isEmpty()) {
        own.add(type);
      } else if (!isServedBy(received, specified.get(), type)) {
        throw new FhirException(
            Category.CONFLICT,
            "duplicate",
            "The specification has another search parameter '%s' for %s: %s."
                .formatted(definition.code(), type, specified.get().url()));
      }
    }
    if (own.isEmpty()) {
      return Optional.empty();
    }
    requireCode(definition.code());
    return Optional.of(definition.onlyFor(own));
  }

  /**
   * Holds a new parameter against those that the tenant has.
   *
   * @param others the tenant's parameters without the new one
   * @return the parameters with the new one
   * @throws FhirException INVALID if it cannot be indexed beside them, CONFLICT if one of them has
   *     its URL or its name
   */
  SearchParameterRegistry admit(Collection<CustomParameter> others, CustomParameter added) {
    SearchParameterDefinition definition = added.definition();
    List<CustomParameter> named =
        others.stream().filter(other -> other.state().holdsName()).toList();
    named.forEach(other -> requireOther(definition, other));
    if (named.size() >= MOST_PARAMETERS) {
      throw new FhirException(
          Category.CONFLICT,
          "too-costly",
          "There are " + MOST_PARAMETERS + " custom search parameters already.");
    }
    List<CustomParameter> all = new ArrayList<>(others);
    all.add(added);
    SearchParameterRegistry before = compiler.with(others);
    SearchParameterRegistry after = compiler.with(all);
    for (ResourceType type : definition.resourceTypes()) {
      requireFewSources(after, type, definition);
      requireSameElements(before, after, type);
    }
    return after;
  }

  /**
   * Sees to it that those that stay can do without those that go.
   *
   * @param staying the tenant's parameters that are what their SearchParameters say
   * @throws FhirException CONFLICT if a composite has one that goes as a component, or one that
   *     stays is indexed by the elements of a composite that goes
   */
  void requireFree(List<CustomParameter> staying, List<CustomParameter> going) {
    List<CustomParameter> together = new ArrayList<>(staying);
    for (CustomParameter gone : going) {
      together.add(gone.as(CustomParameterState.LEAVING));
      for (CustomParameter user : staying) {
        if (user.definition().components().stream()
            .anyMatch(part -> part.definition().equals(gone.definition().url()))) {
          throw needed(user);
        }
      }
    }
    SearchParameterRegistry after = compiler.with(staying);
    SearchParameterRegistry before = compiler.with(together);
    for (CustomParameter user : staying) {
      for (ResourceType type : user.definition().resourceTypes()) {
        if (renumbered(before, after, type).isPresent()) {
          throw needed(user);
        }
      }
    }
  }

  private static FhirException needed(CustomParameter user) {
    return new FhirException(
        Category.CONFLICT,
        "conflict",
        "The search parameter '%s' (SearchParameter/%s) needs this one."
            .formatted(user.definition().code(), user.id()));
  }

  private void requireIndexable(SearchParameterDefinition definition) {
    if (SearchParameterType.named(definition.type()).isEmpty()) {
      throw refused(definition, "its type '" + definition.type() + "' is not indexed");
    }
    if (definition.expression().isEmpty()) {
      throw refused(definition, "it has no expression");
    }
    if (definition.components().size() > MOST_COMPONENTS) {
      throw refused(definition, "it has more than " + MOST_COMPONENTS + " components");
    }
  }

  private static void requireCode(String code) {
    if (!CODE.matcher(code).matches() || RESERVED.contains(code)) {
      throw FhirException.invalid(
          "'"
              + code
              + "' cannot be the name of a search parameter here: it must begin with a letter and"
              + " have letters, digits, '-' and '_' only.");
    }
  }

  /** Whether the parameter of the specification finds what the received one should find. */
  private boolean isServedBy(
      ReceivedParameter received, SearchParameterDefinition specified, ResourceType type) {
    if (received.derivedFrom().filter(specified.url()::equals).isPresent()) {
      return true;
    }
    Optional<SearchParameter> known = compiler.specified().find(type, specified.code());
    if (known.isEmpty()) {
      return false;
    }
    SearchParameter same = compiler.compile(type, received.definition());
    return same.type() == known.get().type()
        && Set.copyOf(same.sources()).equals(Set.copyOf(known.get().sources()))
        && same.composites().equals(known.get().composites());
  }

  private static void requireOther(SearchParameterDefinition definition, CustomParameter other) {
    if (other.definition().url().equals(definition.url())) {
      throw new FhirException(
          Category.CONFLICT,
          "duplicate",
          "A search parameter with the definition URL '%s' exists already: SearchParameter/%s."
              .formatted(definition.url(), other.id()));
    }
    for (ResourceType type : definition.resourceTypes()) {
      if (other.definition().code().equals(definition.code()) && other.definition().isFor(type)) {
        throw new FhirException(
            Category.CONFLICT,
            "duplicate",
            "There is a search parameter '%s' for %s already: SearchParameter/%s."
                .formatted(definition.code(), type, other.id()));
      }
    }
  }

  private static void requireFewSources(
      SearchParameterRegistry after, ResourceType type, SearchParameterDefinition definition) {
    SearchParameter parameter = after.compiled(type, definition.code());
    if (parameter.sources().size() > MOST_SOURCES || parameter.composites().size() > MOST_SOURCES) {
      throw refused(definition, "it reads more than " + MOST_SOURCES + " elements of " + type);
    }
    for (SearchParameter.Source source : parameter.sources()) {
      String path = source.path().expression();
      if (STAMPED.stream().anyMatch(stamped -> path.equals(type + stamped))) {
        throw refused(
            definition, "the server itself sets " + path + "; _id and _lastUpdated search by it");
      }
    }
  }

  /** Rows that are there already must stay what they are. */
  private static void requireSameElements(
      SearchParameterRegistry before, SearchParameterRegistry after, ResourceType type) {
    renumbered(before, after, type)
        .ifPresent(
            path -> {
              throw FhirException.invalid(
                  ("The composite cannot pair its components by an element around '%s': other"
                          + " search parameters index that without telling the elements apart.")
                      .formatted(path.expression()));
            });
  }

  /** A path whose rows would have to be made anew. */
  private static Optional<IndexPath> renumbered(
      SearchParameterRegistry before, SearchParameterRegistry after, ResourceType type) {
    Map<Integer, Boolean> numbered = new HashMap<>();
    before.paths(type).forEach(path -> numbered.put(path.id(), path.numbersElements()));
    return after.paths(type).stream()
        .filter(
            path ->
                numbered.getOrDefault(path.id(), path.numbersElements()) != path.numbersElements())
        .findFirst();
  }

  private static FhirException refused(SearchParameterDefinition definition, String reason) {
    return FhirException.invalid(
        "The search parameter '%s' cannot be indexed: %s.".formatted(definition.code(), reason));
  }
}
