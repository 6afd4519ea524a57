package org.fhirserver.store.terminology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.fhirserver.store.FhirException;

/**
 * Selects codes of a code system by filters.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-filter-operator.html">Filter operators</a>
 */
final class FilteredConcepts {
  private static final Set<String> THE_CODE_ITSELF = Set.of("concept", "code");

  /** Texts by people, in several languages: no value set is exact that selects by them. */
  private static final Set<String> TEXTS = Set.of("display", "definition", "designation");

  private static final Set<String> OF_CODES =
      Set.of("concept", "code", CodeSystemDefinition.PARENT, CodeSystemDefinition.CHILD);

  private static final int LONGEST_PATTERN = 500;

  /** A group that is repeated more often may need more stack than there is. */
  private static final int LONGEST_TEXT = 2_000;

  private final Canonical valueSet;
  private final CodeSystemDefinition system;
  private final Allowance allowance;

  /**
   * A selection from a code system of which all codes are known.
   *
   * @param valueSet the value set that selects, for messages
   */
  FilteredConcepts(Canonical valueSet, CodeSystemDefinition system, Allowance allowance) {
    this.valueSet = valueSet;
    this.system = system;
    this.allowance = allowance;
  }

  /**
   * The codes that all filters let through.
   *
   * @throws FhirException INVALID if a filter cannot be applied
   */
  Set<String> select(List<ConceptFilter> filters) {
    Set<String> selected = system.codes();
    for (ConceptFilter filter : filters) {
      allowance.spend(selected.size());
      selected.removeIf(test(filter).negate());
    }
    return selected;
  }

  private Predicate<String> test(ConceptFilter filter) {
    boolean isCode = THE_CODE_ITSELF.contains(filter.property());
    if (!isCode && (TEXTS.contains(filter.property()) || !system.hasProperty(filter.property()))) {
      throw refused(filter, "the code system has no such property, or it is a text");
    }
    return switch (filter.operator()) {
      case "is-a", "descendent-of", "is-not-a", "generalizes" -> {
        if (!isCode) {
          throw refused(filter, "only concepts have a place in the hierarchy");
        }
        yield hierarchy(filter);
      }
      case "=" -> {
        String asked = known(filter, filter.value());
        yield code -> values(code, filter).contains(asked);
      }
      case "in" -> isOneOf(filter);
      case "not-in" -> isOneOf(filter).negate();
      case "regex" -> matches(filter);
      case "exists" -> exists(filter);
      default -> throw refused(filter, "there is no such operator");
    };
  }

  private Predicate<String> hierarchy(ConceptFilter filter) {
    String root =
        system
            .find(filter.value())
            .orElseThrow(() -> refused(filter, "the code system has no such code"));
    Set<String> reached =
        filter.operator().equals("generalizes") ? system.above(root) : system.below(root);
    allowance.spend(reached.size());
    return switch (filter.operator()) {
      case "descendent-of" -> code -> reached.contains(code) && !code.equals(root);
      case "is-not-a" -> code -> !reached.contains(code);
      default -> reached::contains;
    };
  }

  private Predicate<String> isOneOf(ConceptFilter filter) {
    Set<String> asked = new HashSet<>();
    for (String value : filter.value().split(",", -1)) {
      asked.add(known(filter, value.strip()));
    }
    return code -> values(code, filter).stream().anyMatch(asked::contains);
  }

  private Predicate<String> exists(ConceptFilter filter) {
    return switch (filter.value()) {
      case "true" -> code -> !values(code, filter).isEmpty();
      case "false" -> code -> values(code, filter).isEmpty();
      default -> throw refused(filter, "'exists' takes true or false");
    };
  }

  private Predicate<String> matches(ConceptFilter filter) {
    if (filter.value().length() > LONGEST_PATTERN) {
      throw refused(filter, "the expression is longer than " + LONGEST_PATTERN + " characters");
    }
    Pattern pattern = pattern(filter);
    return code -> {
      Set<String> values = values(code, filter);
      if (values.stream().anyMatch(value -> value.length() > LONGEST_TEXT)) {
        throw refused(filter, "a value is longer than " + LONGEST_TEXT + " characters");
      }
      return values.stream().anyMatch(value -> pattern.matcher(allowance.counted(value)).matches());
    };
  }

  private Pattern pattern(ConceptFilter filter) {
    try {
      return Pattern.compile(filter.value());
    } catch (PatternSyntaxException malformed) {
      throw refused(filter, "the expression is malformed");
    }
  }

  private Set<String> values(String code, ConceptFilter filter) {
    return THE_CODE_ITSELF.contains(filter.property())
        ? Set.of(code)
        : system.values(code, filter.property());
  }

  /** A code as the code system writes it; the value of another property as it is. */
  private String known(ConceptFilter filter, String value) {
    return OF_CODES.contains(filter.property()) ? system.find(value).orElse(value) : value;
  }

  private FhirException refused(ConceptFilter filter, String reason) {
    return Refusals.notEvaluable(
        valueSet,
        "its filter " + filter + " on '" + system.canonical() + "' cannot be applied, " + reason);
  }
}
