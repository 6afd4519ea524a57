package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.fhirserver.store.search.Expression.Identities;
import org.fhirserver.store.search.Expression.Ids;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.SearchParameter.Source;

/**
 * Takes a condition apart into alternatives of which each is found by its index in the order of
 * resource keys: one place and one value each. So the first resources of {@code code=a,b} or of a
 * compartment are found without looking at all others.
 */
final class OrderedParts {
  /** More of them are no better than looking at everything. */
  private static final int MOST = 16;

  private OrderedParts() {}

  /** The alternatives; none if the condition cannot be taken apart so or has too many. */
  static List<Expression> of(Expression condition) {
    List<Expression> parts = new ArrayList<>();
    return add(condition, parts) && parts.size() <= MOST ? parts : List.of();
  }

  /** The same match for each path alone. */
  static List<Expression> byPath(Match match) {
    return match.sources().stream()
        .map(Source::path)
        .distinct()
        .map(path -> (Expression) new Match(match.parameter(), at(match, path), match.anyOf()))
        .toList();
  }

  private static boolean add(Expression condition, List<Expression> parts) {
    if (condition instanceof Or or) {
      return or.operands().stream().allMatch(operand -> add(operand, parts));
    }
    if (condition instanceof Ids || condition instanceof Identities) {
      return parts.add(condition);
    }
    if (!(condition instanceof Match match)) {
      return false;
    }
    for (ValueTest test : match.anyOf()) {
      List<ValueTest> single = single(test);
      if (single.isEmpty() || parts.size() > MOST) {
        return false;
      }
      match.sources().stream()
          .map(Source::path)
          .distinct()
          .forEach(path -> single.forEach(value -> parts.add(part(match, path, value))));
    }
    return !match.anyOf().isEmpty();
  }

  private static Match part(Match match, IndexPath path, ValueTest test) {
    return new Match(match.parameter(), at(match, path), List.of(test));
  }

  private static List<Source> at(Match match, IndexPath path) {
    return match.sources().stream().filter(source -> source.path().equals(path)).toList();
  }

  /** The test as tests of one value; none if its rows do not come in the order of keys. */
  private static List<ValueTest> single(ValueTest test) {
    if (test instanceof ValueTest.Token token) {
      return token.code().isPresent() ? List.of(test) : List.of();
    }
    if (test instanceof ValueTest.Reference reference) {
      return reference.types().stream()
          .map(type -> (ValueTest) new ValueTest.Reference(EnumSet.of(type), reference.id()))
          .toList();
    }
    if (test instanceof ValueTest.Targets targets && targets.hashes().size() <= MOST) {
      return targets.hashes().stream()
          .map(hash -> (ValueTest) new ValueTest.Targets(List.of(hash)))
          .toList();
    }
    return test instanceof ValueTest.Uri ? List.of(test) : List.of();
  }
}
