package org.fhirserver.service.search;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.ValueTest;

/**
 * The values of a parameter of which one must match, joined by commas, and how many there may be.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#combining">Composite searches</a>
 */
final class Alternatives {
  /** Values that are not compared as lists of hashes each lengthen the statement. */
  private static final int MOST_CONDITIONS = 500;

  private static final int MOST_TARGETS = 100_000;

  private final int mostHashed;

  /**
   * The limits of a search.
   *
   * @param mostHashed how many codes, references or URIs there may be
   */
  Alternatives(int mostHashed) {
    this.mostHashed = mostHashed;
  }

  /**
   * The values, still escaped; empty ones do not count.
   *
   * @throws FhirException INVALID if there is none, or too many
   */
  List<String> of(SearchParameter parameter, String value) {
    List<String> alternatives =
        EscapedText.split(value, ',').stream().filter(text -> !text.isEmpty()).toList();
    if (alternatives.isEmpty()) {
      throw ValueParser.invalid(parameter, value, "it is empty");
    }
    requireAtMost(isHashed(parameter) ? mostHashed : MOST_CONDITIONS, parameter, alternatives);
    return alternatives;
  }

  /**
   * Refuses references that may point to too many resources: an id without a type is looked for
   * under every type that the parameter allows.
   *
   * @throws FhirException INVALID
   */
  void requireFewTargets(SearchParameter parameter, List<ValueTest> tests) {
    long targets = 0;
    for (ValueTest test : tests) {
      targets += test instanceof ValueTest.Reference reference ? reference.types().size() : 1;
    }
    if (targets > MOST_TARGETS) {
      throw tooCostly(parameter, "its ids without a type stand for " + targets, MOST_TARGETS);
    }
  }

  private static boolean isHashed(SearchParameter parameter) {
    return switch (parameter.type()) {
      case TOKEN, REFERENCE, URI -> !parameter.sources().isEmpty();
      default -> false;
    };
  }

  private static void requireAtMost(int most, SearchParameter parameter, List<String> values) {
    if (values.size() > most) {
      throw tooCostly(parameter, "it has " + values.size(), most);
    }
  }

  private static FhirException tooCostly(SearchParameter parameter, String number, int most) {
    return new FhirException(
        FhirException.Category.INVALID,
        "too-costly",
        "The search parameter '"
            + parameter.code()
            + "' has too many values: "
            + number
            + ", of which "
            + most
            + " are allowed.");
  }
}
