package org.fhirserver.service.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.Include.Direction;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameterType;

/**
 * Reads the parameters {@code _include} and {@code _revinclude}: {@code Type:parameter}, {@code
 * Type:parameter:Target}, {@code Type:*} or {@code *}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
final class IncludeParser {
  /** The most such parameters that a search may have. */
  static final int MOST_INCLUDES = 100;

  private static final String ANY = "*";
  private static final Set<String> ITERATIONS = Set.of("iterate", "recurse");
  private static final int LONGEST_SHOWN = 60;

  private final SearchParameterRegistry registry;
  private final Set<ResourceType> searched;

  /**
   * A parser for one request.
   *
   * @param searched the types of the resources that the search may find
   */
  IncludeParser(SearchParameterRegistry registry, Collection<ResourceType> searched) {
    this.registry = registry;
    this.searched = Set.copyOf(searched);
  }

  /** Whether a parameter of that name, modifier included, is one of these. */
  static boolean isInclude(String name) {
    return direction(name).isPresent();
  }

  private static Optional<Direction> direction(String name) {
    String code = name.split(":", 2)[0];
    return Arrays.stream(Direction.values())
        .filter(direction -> direction.parameterName().equals(code))
        .findFirst();
  }

  /**
   * What a parameter includes.
   *
   * @throws FhirException INVALID if it is not understood
   */
  Include parse(QueryParameter query) {
    Direction direction = direction(query.name()).orElseThrow();
    boolean iterates = iterates(query.name(), direction);
    List<String> parts = List.of(query.value().split(":", -1));
    if (parts.size() > 3) {
      throw invalid(query, "it has more than three parts joined by ':'");
    }
    if (parts.contains("")) {
      throw invalid(query, "the " + place(parts.indexOf("")) + " is empty");
    }
    if (parts.get(0).equals(ANY)) {
      if (parts.size() > 1 && !parts.get(1).equals(ANY)) {
        throw invalid(query, "parameters of all types are named by '*' alone");
      }
      return new Include(
          direction, iterates, Optional.empty(), Optional.empty(), target(query, parts));
    }
    ResourceType source = type(query, parts.get(0));
    if (parts.size() == 1) {
      throw invalid(query, "the search parameter is missing, as in '" + source + ":…'");
    }
    Optional<SearchParameter> parameter =
        parts.get(1).equals(ANY)
            ? Optional.empty()
            : Optional.of(parameter(query, source, parts.get(1)));
    Optional<ResourceType> target = target(query, parts);
    if (target.isPresent() && !targets(source, parameter).contains(target.get())) {
      throw invalid(
          query,
          "'"
              + parts.get(1)
              + "' of "
              + source
              + " does not refer to resources of type "
              + target.get());
    }
    return new Include(direction, iterates, Optional.of(source), parameter, target);
  }

  /** A warning if the search finds nothing for which the parameter could include anything. */
  Optional<Issue> warning(QueryParameter query, Include include) {
    if (include.iterates() || include.source().isEmpty()) {
      return Optional.empty();
    }
    ResourceType source = include.source().get();
    Set<ResourceType> needed =
        include.direction() == Direction.FORWARD
            ? EnumSet.of(source)
            : include
                .target()
                .<Set<ResourceType>>map(EnumSet::of)
                .orElseGet(() -> targets(source, include.parameter()));
    return needed.stream().anyMatch(searched::contains)
        ? Optional.empty()
        : Optional.of(
            Issue.warning(
                "informational",
                "The parameter "
                    + shown(query)
                    + " includes nothing: without ':iterate' it holds for what the search finds,"
                    + " and that is of another type."));
  }

  private static boolean iterates(String name, Direction direction) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String modifier = name.substring(colon + 1);
    if (!ITERATIONS.contains(modifier)) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "not-supported",
          "Modifier '"
              + modifier
              + "' is not supported for the parameter '"
              + direction.parameterName()
              + "'; there is ':iterate'.");
    }
    return true;
  }

  private static String place(int part) {
    return switch (part) {
      case 0 -> "resource type";
      case 1 -> "search parameter";
      default -> "target type";
    };
  }

  private static ResourceType type(QueryParameter query, String name) {
    return ResourceType.named(name)
        .filter(ResourceType::isStored)
        .orElseThrow(() -> invalid(query, "'" + cut(name) + "' is no resource type"));
  }

  private SearchParameter parameter(QueryParameter query, ResourceType source, String code) {
    SearchParameter parameter =
        registry
            .find(source, code)
            .orElseThrow(
                () -> invalid(query, "'" + cut(code) + "' is no search parameter of " + source));
    if (parameter.type() != SearchParameterType.REFERENCE) {
      throw invalid(query, "the search parameter '" + code + "' of " + source + " is no reference");
    }
    return parameter;
  }

  private static Optional<ResourceType> target(QueryParameter query, List<String> parts) {
    return parts.size() == 3 ? Optional.of(type(query, parts.get(2))) : Optional.empty();
  }

  /** The types that one or all reference parameters of a type can lead to. */
  private Set<ResourceType> targets(ResourceType source, Optional<SearchParameter> parameter) {
    if (parameter.isPresent()) {
      return parameter.get().possibleTargets();
    }
    Set<ResourceType> targets = EnumSet.noneOf(ResourceType.class);
    for (SearchParameter each : registry.parameters(source)) {
      if (each.type() == SearchParameterType.REFERENCE) {
        targets.addAll(each.possibleTargets());
      }
    }
    return targets;
  }

  private static FhirException invalid(QueryParameter query, String reason) {
    return FhirException.invalid(
        "The parameter " + shown(query) + " is not valid: " + reason + ".");
  }

  private static String shown(QueryParameter query) {
    return "'" + query.name() + "=" + cut(query.value()) + "'";
  }

  private static String cut(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
  }
}
