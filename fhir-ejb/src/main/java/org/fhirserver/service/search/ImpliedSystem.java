package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.search.IndexPath;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.ValueTest;

/**
 * Elements of type code state no system; their required binding implies one. A search value that
 * names it, {@code gender=http://hl7.org/fhir/administrative-gender|male}, finds them too.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Token search</a>
 */
final class ImpliedSystem {

  private ImpliedSystem() {}

  /**
   * The sources by the tests on their codes that tokens stand for; none where nothing can match.
   *
   * @param tokens tests of type {@link ValueTest.Token}
   */
  static Map<List<ValueTest>, List<Source>> group(List<Source> sources, List<ValueTest> tokens) {
    Map<List<ValueTest>, List<Source>> byTests = new LinkedHashMap<>();
    for (Source source : sources) {
      List<ValueTest> own =
          tokens.stream()
              .flatMap(test -> apply(source.path(), (ValueTest.Token) test).stream())
              .map(test -> (ValueTest) test)
              .toList();
      byTests.computeIfAbsent(own, key -> new ArrayList<>()).add(source);
    }
    return byTests;
  }

  /** The tests on stored codes that a token stands for at a path; none if nothing can match. */
  static List<ValueTest.Token> apply(IndexPath path, ValueTest.Token token) {
    Optional<String> system = token.system().filter(text -> !text.isEmpty());
    if (path.impliedSystems().isEmpty() || system.isEmpty()) {
      return List.of(token);
    }
    if (token.code().isPresent()) {
      String implied = path.impliedSystems().get(token.code().get());
      return system.get().equals(implied)
          ? List.of(new ValueTest.Token(Optional.of(""), token.code()))
          : List.of();
    }
    return path.impliedSystems().entrySet().stream()
        .filter(entry -> entry.getValue().equals(system.get()))
        .map(entry -> new ValueTest.Token(Optional.of(""), Optional.of(entry.getKey())))
        .toList();
  }
}
