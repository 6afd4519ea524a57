package org.fhirserver.service.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.search.IndexPath;
import org.fhirserver.store.search.ValueTest;

/**
 * Elements of type code state no system; their required binding implies one. A search value that
 * names it, {@code gender=http://hl7.org/fhir/administrative-gender|male}, finds them too.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Token search</a>
 */
final class ImpliedSystem {

  private ImpliedSystem() {}

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
