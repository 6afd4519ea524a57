package org.fhirserver.store.search;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameter.Source;

/**
 * What a search asks for, as a tree over the values of one resource type. The text form is the one
 * that tests compare: {@code (and (token code http://loinc.org|1234-5) (date date ge ...))}.
 */
public sealed interface Expression {

  /** Everything. */
  record All() implements Expression {
    @Override
    public String toString() {
      return "(all)";
    }
  }

  /** Nothing. */
  record None() implements Expression {
    @Override
    public String toString() {
      return "(none)";
    }
  }

  /** What fulfils every operand. */
  record And(List<Expression> operands) implements Expression {
    @Override
    public String toString() {
      return list("and", operands);
    }
  }

  /** What fulfils one operand at least. */
  record Or(List<Expression> operands) implements Expression {
    @Override
    public String toString() {
      return list("or", operands);
    }
  }

  /** What does not fulfil the operand. */
  record Not(Expression operand) implements Expression {
    @Override
    public String toString() {
      return "(not " + operand + ")";
    }
  }

  /** The resources with these logical ids. */
  record Ids(List<String> ids) implements Expression {
    @Override
    public String toString() {
      return "(id " + String.join(" ", ids) + ")";
    }
  }

  /** When the current version was written. */
  record LastUpdated(ValueTest.Date test) implements Expression {
    @Override
    public String toString() {
      return "(last-updated " + test + ")";
    }
  }

  /**
   * A text has all of these words.
   *
   * @param path where its words are indexed
   * @param phrases sequences of words that stand one behind the other in the text
   */
  record FullText(IndexPath path, List<List<String>> phrases) implements Expression {
    @Override
    public String toString() {
      return phrases.stream()
          .map(words -> String.join(" ", words))
          .collect(Collectors.joining(" , ", "(words " + path.expression() + " ", ")"));
    }
  }

  /**
   * Some value of a parameter fulfils one of the tests.
   *
   * @param parameter says how values are stored and compared
   * @param sources where they are indexed
   * @param anyOf the tests; none means: has a value at all
   */
  record Match(SearchParameter parameter, List<Source> sources, List<ValueTest> anyOf)
      implements Expression {

    /** How the values are stored. */
    public SearchParameterType kind() {
      return sources.get(0).path().type();
    }

    @Override
    public String toString() {
      return anyOf.stream()
          .map(Object::toString)
          .collect(
              Collectors.joining(
                  " , ",
                  "("
                      + kind().name().toLowerCase(Locale.ROOT)
                      + " "
                      + parameter.code()
                      + (anyOf.isEmpty() ? "" : " "),
                  ")"));
    }
  }

  /** The matches hold within one and the same element. */
  record Paired(List<Match> matches) implements Expression {
    @Override
    public String toString() {
      return list("paired", matches);
    }
  }

  /**
   * A reference of the resource leads to a resource of another type.
   *
   * @param reference the reference parameter
   * @param sources where its references to that type are indexed
   * @param target the type that it leads to
   * @param filter what the resource there must fulfil, access restrictions included
   * @see <a href="https://hl7.org/fhir/R4/search.html#chaining">Chained parameters</a>
   */
  record Chained(
      SearchParameter reference, List<Source> sources, ResourceType target, Expression filter)
      implements Expression {
    @Override
    public String toString() {
      return "(chain " + reference.code() + " " + target + " " + filter + ")";
    }
  }

  /**
   * A resource of another type refers to the resource.
   *
   * @param reference the reference parameter of the other type
   * @param sources where its references to this type are indexed
   * @param filter what the resource there must fulfil, access restrictions included
   * @see <a href="https://hl7.org/fhir/R4/search.html#has">Reverse chaining</a>
   */
  record Referred(SearchParameter reference, List<Source> sources, Expression filter)
      implements Expression {
    @Override
    public String toString() {
      return "(has " + reference.base() + " " + reference.code() + " " + filter + ")";
    }
  }

  /**
   * The resources with these identities.
   *
   * @param hashes the hashes of type and id by which references point to them
   */
  record Identities(List<Long> hashes) implements Expression {
    @Override
    public String toString() {
      return "(identity " + hashes.size() + ")";
    }
  }

  /** All of the operands, without needless nesting. */
  static Expression and(List<? extends Expression> operands) {
    List<Expression> flat =
        operands.stream()
            .flatMap(
                operand ->
                    operand instanceof And and
                        ? and.operands().stream()
                        : List.of(operand).stream())
            .filter(operand -> !(operand instanceof All))
            .map(operand -> (Expression) operand)
            .toList();
    if (flat.stream().anyMatch(None.class::isInstance)) {
      return new None();
    }
    return switch (flat.size()) {
      case 0 -> new All();
      case 1 -> flat.get(0);
      default -> new And(flat);
    };
  }

  /** One of the operands, without needless nesting. */
  static Expression or(List<? extends Expression> operands) {
    List<Expression> flat =
        operands.stream()
            .flatMap(
                operand ->
                    operand instanceof Or or ? or.operands().stream() : List.of(operand).stream())
            .filter(operand -> !(operand instanceof None))
            .map(operand -> (Expression) operand)
            .toList();
    if (flat.stream().anyMatch(All.class::isInstance)) {
      return new All();
    }
    return switch (flat.size()) {
      case 0 -> new None();
      case 1 -> flat.get(0);
      default -> new Or(flat);
    };
  }

  private static String list(String name, List<? extends Expression> operands) {
    return operands.stream()
        .map(Object::toString)
        .collect(Collectors.joining(" ", "(" + name + " ", ")"));
  }
}
