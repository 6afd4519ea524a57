package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.terminology.CodeSource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.ValueTest;
import org.fhirserver.store.terminology.CodeHierarchy;
import org.fhirserver.store.terminology.CodeSet;

/**
 * Reads the values of token parameters that stand for sets of codes: {@code :in} and {@code
 * :not-in} a value set, {@code :below} and {@code :above} a code.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
final class CodeSetModifier {
  private static final String NOT_IN = "not-in";
  private static final Set<String> NAMES = Set.of("in", NOT_IN, "below", "above");

  private final CodeSource codes;
  private final ValueParser values;

  CodeSetModifier(CodeSource codes, ValueParser values) {
    this.codes = codes;
    this.values = values;
  }

  /** Whether the values of the parameter stand for sets of codes under that modifier. */
  static boolean applies(SearchParameter parameter, Optional<String> modifier) {
    return parameter.type() == SearchParameterType.TOKEN
        && !parameter.sources().isEmpty()
        && modifier.filter(NAMES::contains).isPresent();
  }

  /** Whether what has one of the codes is not to be found, and all else is. */
  static boolean isNegated(String modifier) {
    return modifier.equals(NOT_IN);
  }

  /**
   * The tests of which one must be fulfilled, each once; none if no code is in the sets.
   *
   * @throws FhirException INVALID if a value does not stand for a set of codes, or there are too
   *     many
   */
  List<ValueTest> tests(SearchParameter parameter, String modifier, List<String> alternatives) {
    Set<ValueTest> tests = new LinkedHashSet<>();
    for (String value : alternatives) {
      for (CodeSet set : sets(parameter, modifier, value)) {
        set.codes().forEach((system, some) -> some.forEach(code -> tests.add(token(system, code))));
        set.wholeSystems()
            .forEach(
                system -> tests.add(new ValueTest.Token(Optional.of(system), Optional.empty())));
      }
    }
    if (tests.size() > codes.maxCodes()) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "The values of search parameter '"
              + parameter.code()
              + "' stand for "
              + tests.size()
              + " codes, of which "
              + codes.maxCodes()
              + " are allowed.");
    }
    return new ArrayList<>(tests);
  }

  private List<CodeSet> sets(SearchParameter parameter, String modifier, String value) {
    return switch (modifier) {
      case "below" -> hierarchies(CodeHierarchy.BELOW, parameter, value);
      case "above" -> hierarchies(CodeHierarchy.ABOVE, parameter, value);
      default -> List.of(codes.valueSet(EscapedText.unescape(value)));
    };
  }

  private List<CodeSet> hierarchies(
      CodeHierarchy direction, SearchParameter parameter, String value) {
    ValueTest.Token token = values.token(parameter, value);
    String code =
        token.code().orElseThrow(() -> ValueParser.invalid(parameter, value, "it has no code"));
    Set<String> systems =
        token.system().<Set<String>>map(Set::of).orElseGet(() -> impliedSystems(parameter, code));
    if (systems.isEmpty() || systems.contains("")) {
      throw ValueParser.invalid(parameter, value, "it needs a system: system|code");
    }
    return systems.stream().map(system -> codes.hierarchy(direction, system, code)).toList();
  }

  private static Set<String> impliedSystems(SearchParameter parameter, String code) {
    Set<String> systems = new LinkedHashSet<>();
    for (SearchParameter.Source source : parameter.sources()) {
      Optional.ofNullable(source.path().impliedSystems().get(code)).ifPresent(systems::add);
    }
    return systems;
  }

  private static ValueTest token(String system, String code) {
    return new ValueTest.Token(Optional.of(system), Optional.of(code));
  }
}
