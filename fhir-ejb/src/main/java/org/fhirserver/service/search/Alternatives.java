package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.ValueTest;

/**
 * The values of a parameter of which one must match, joined by commas, and how many there may be
 * (docs/adr/0024-commas-in-strings.md).
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
   * @param mostHashed how many codes, references, URIs or ids there may be
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
        parts(parameter, value).stream().filter(text -> !text.isEmpty()).toList();
    if (alternatives.isEmpty()) {
      throw ValueParser.invalid(parameter, value, "it is empty");
    }
    requireAtMost(isHashed(parameter) ? mostHashed : MOST_CONDITIONS, parameter, alternatives);
    return alternatives;
  }

  /** In a string a comma before a blank belongs to the text, as in {@code name=Smith, John}. */
  private static List<String> parts(SearchParameter parameter, String value) {
    List<String> parts = EscapedText.split(value, ',');
    if (parameter.type() != SearchParameterType.STRING) {
      return parts;
    }
    List<String> texts = new ArrayList<>();
    for (String part : parts) {
      int last = texts.size() - 1;
      if (last >= 0 && part.startsWith(" ")) {
        texts.set(last, texts.get(last) + "," + part);
      } else {
        texts.add(part);
      }
    }
    return texts;
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

  /** Ids are compared as a list too; without sources there are but these and times. */
  private static boolean isHashed(SearchParameter parameter) {
    return switch (parameter.type()) {
      case TOKEN, REFERENCE, URI -> true;
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
