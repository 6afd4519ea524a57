package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.UnavailableParameterException;

/**
 * Reads the parameters that lead to other resources: chains, reverse chains and membership of
 * lists. What they lead to is restricted to what the caller may search.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#chaining">Chained parameters</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#has">Reverse chaining</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#list">_list</a>
 */
final class ChainParser {
  /** The most references that one parameter leads through. */
  static final int MOST_LINKS = 10;

  /** A reference that can lead to more types than these needs one of them named. */
  static final int MOST_TARGETS = 30;

  private static final String HAS = "_has";
  private static final String LIST = "_list";

  /**
   * What stands behind a link.
   *
   * @param name the name of the parameter there, which may itself lead on
   * @param condition what it makes of the parser for a type that the link leads to
   */
  record Rest(String name, Function<FilterParser, Expression> condition) {

    private static Rest of(QueryParameter query) {
      return new Rest(query.name(), parser -> parser.parse(query));
    }
  }

  private final SearchParameterRegistry registry;
  private final SearchableTypes searchable;
  private final ResourceType type;
  private final Function<ResourceType, FilterParser> parsers;

  /**
   * A parser of the parameters of a type.
   *
   * @param parsers what reads the parameters of the types that they lead to
   */
  ChainParser(
      SearchParameterRegistry registry,
      SearchableTypes searchable,
      ResourceType type,
      Function<ResourceType, FilterParser> parsers) {
    this.registry = registry;
    this.searchable = searchable;
    this.type = type;
    this.parsers = parsers;
  }

  /**
   * The expression that a parameter stands for; empty if it leads to no other resource.
   *
   * @throws FhirException INVALID if it is malformed or leads nowhere, FORBIDDEN if it leads
   *     through a type that the caller may not search
   */
  Optional<Expression> parse(QueryParameter query) {
    String name = query.name();
    if (name.equals(LIST)) {
      return Optional.of(list(query.value()));
    }
    if (isReverse(name)) {
      return Optional.of(reverseChain(name, query.value()));
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.of(
            chain(
                name,
                name.substring(0, dot),
                Rest.of(new QueryParameter(name.substring(dot + 1), query.value()))));
  }

  /** Whether a parameter is a reverse chain. */
  static boolean isReverse(String name) {
    return name.equals(HAS) || name.startsWith(HAS + ":");
  }

  /**
   * The expression of a chain.
   *
   * @param name what messages call the chain
   * @param link the first reference of the chain, as in "subject" and "subject:Patient"
   * @throws FhirException INVALID if it leads nowhere, FORBIDDEN if it leads through a type that
   *     the caller may not search
   */
  Expression chain(String name, String link, Rest rest) {
    int colon = link.indexOf(':');
    String code = colon < 0 ? link : link.substring(0, colon);
    SearchParameter reference =
        registry.find(type, code).orElseThrow(() -> FilterParser.unknown(type, name));
    requireReference(reference, name);
    if (colon < 0) {
      return untyped(name, reference, rest);
    }
    String typeName = link.substring(colon + 1);
    ResourceType target =
        ResourceType.named(typeName)
            .filter(named -> !sourcesTo(reference, named).isEmpty())
            .orElseThrow(
                () ->
                    invalid(name, "'%s' cannot refer to the type '%s'".formatted(code, typeName)));
    return chained(reference, target, searchable.require(target), rest);
  }

  /** All types that the reference can lead to and that have such a parameter. */
  private Expression untyped(String name, SearchParameter reference, Rest rest) {
    List<ResourceType> having =
        reference.possibleTargets().stream()
            .filter(target -> hasParameter(target, rest.name()))
            .filter(target -> !sourcesTo(reference, target).isEmpty())
            .sorted()
            .toList();
    if (having.isEmpty()) {
      throw FilterParser.unknown(type, name);
    }
    Map<ResourceType, Expression> targets = new EnumMap<>(ResourceType.class);
    for (ResourceType target : having) {
      searchable.restriction(target).ifPresent(restriction -> targets.put(target, restriction));
    }
    if (targets.isEmpty()) {
      searchable.require(having.get(0));
    }
    if (targets.size() > MOST_TARGETS) {
      throw invalid(
          name,
          "it can lead to %d types; name one, as in '%s:Patient'"
              .formatted(targets.size(), reference.code()));
    }
    return untyped(reference, targets, rest);
  }

  /** Of a chain that goes on, those links count that go on as well. */
  private Expression untyped(
      SearchParameter reference, Map<ResourceType, Expression> targets, Rest rest) {
    List<Expression> chains = new ArrayList<>();
    Optional<FhirException> refusal = Optional.empty();
    for (Map.Entry<ResourceType, Expression> target : targets.entrySet()) {
      try {
        chains.add(chained(reference, target.getKey(), target.getValue(), rest));
      } catch (FhirException refused) {
        boolean isUnfit =
            refused.category() == FhirException.Category.INVALID
                && !(refused instanceof UnavailableParameterException);
        if (!isUnfit) {
          throw refused;
        }
        refusal = refusal.or(() -> Optional.of(refused));
      }
    }
    if (chains.isEmpty()) {
      throw refusal.orElseThrow();
    }
    return Expression.or(chains);
  }

  private boolean hasParameter(ResourceType target, String name) {
    String code = name.split("[.:]", 2)[0];
    return code.equals(HAS)
        || code.equals(LIST)
        || code.equals(TypeCondition.NAME)
        || FullTextField.ofParameter(code).isPresent()
        || registry.find(target, code).isPresent();
  }

  private Expression chained(
      SearchParameter reference, ResourceType target, Expression restriction, Rest rest) {
    Expression filter = rest.condition().apply(parsers.apply(target));
    return new Expression.Chained(
        reference,
        sourcesTo(reference, target),
        target,
        Expression.and(List.of(filter, restriction)));
  }

  /** {@code _has:Observation:patient:code=x}. */
  private Expression reverseChain(String name, String value) {
    return reverseChain(name, rest -> Rest.of(new QueryParameter(rest, value)));
  }

  /**
   * The expression of a reverse chain.
   *
   * @param name the whole name, {@code _has:Observation:patient:code}
   * @param rests makes what stands behind the link of the last part of the name
   * @throws FhirException INVALID if it is malformed, FORBIDDEN if it leads through a type that the
   *     caller may not search
   */
  Expression reverseChain(String name, Function<String, Rest> rests) {
    String[] parts = name.split(":", 4);
    if (parts.length < 4 || parts[2].isEmpty() || parts[3].isEmpty()) {
      throw invalid(name, "a reverse chain is _has:[type]:[reference parameter]:[parameter]");
    }
    ResourceType base =
        ResourceType.named(parts[1])
            .filter(ResourceType::isStored)
            .orElseThrow(() -> invalid(name, "'%s' is no resource type".formatted(parts[1])));
    SearchParameter reference =
        registry.find(base, parts[2]).orElseThrow(() -> FilterParser.unknown(base, parts[2]));
    requireReference(reference, name);
    return referred(reference, name, rests.apply(parts[3]));
  }

  private Expression referred(SearchParameter reference, String name, Rest rest) {
    List<Source> sources = sourcesTo(reference, type);
    if (sources.isEmpty()) {
      throw invalid(
          name,
          "'%s' of %s cannot refer to the type '%s'"
              .formatted(reference.code(), reference.base(), type));
    }
    Expression restriction = searchable.require(reference.base());
    Expression filter = rest.condition().apply(parsers.apply(reference.base()));
    return new Expression.Referred(
        reference, sources, Expression.and(List.of(filter, restriction)));
  }

  private Expression list(String value) {
    String id = value.startsWith("List/") ? value.substring("List/".length()) : value;
    if (!ResourceKey.isId(id)) {
      throw invalid(LIST, "it takes the id of a List; '%s' is none".formatted(shown(value)));
    }
    SearchParameter item = registry.find(ResourceType.LIST, "item").orElseThrow();
    return referred(item, LIST, Rest.of(new QueryParameter("_id", id)));
  }

  private static List<Source> sourcesTo(SearchParameter reference, ResourceType target) {
    boolean possible = reference.targets().isEmpty() || reference.targets().contains(target);
    return possible
        ? reference.sources().stream()
            .filter(source -> !source.path().isCanonical())
            .filter(source -> source.onlyTarget().map(target::equals).orElse(true))
            .toList()
        : List.of();
  }

  private static void requireReference(SearchParameter parameter, String name) {
    if (parameter.type() != SearchParameterType.REFERENCE) {
      throw invalid(
          name, "'%s' of %s is no reference".formatted(parameter.code(), parameter.base()));
    }
    if (parameter.sources().stream().allMatch(source -> source.path().isCanonical())) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "not-supported",
          "Chains through canonical URLs such as '%s' of %s are not supported."
              .formatted(parameter.code(), parameter.base()));
    }
  }

  private static FhirException invalid(String name, String reason) {
    return FhirException.invalid(
        "The search parameter '%s' is not valid: %s.".formatted(shown(name), reason));
  }

  private static String shown(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
