package org.fhirserver.service.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a {@code _filter} says, before anyone knows what its names stand for. The text form is the
 * one that tests compare: {@code (and (eq given "peter") (ge birthdate "2014-10-10"))}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
sealed interface FilterSyntax {

  /** What fulfils every operand. */
  record And(List<FilterSyntax> operands) implements FilterSyntax {
    @Override
    public String toString() {
      return list("and", operands);
    }
  }

  /** What fulfils one operand at least. */
  record Or(List<FilterSyntax> operands) implements FilterSyntax {
    @Override
    public String toString() {
      return list("or", operands);
    }
  }

  /** What does not fulfil the operand. */
  record Not(FilterSyntax operand) implements FilterSyntax {
    @Override
    public String toString() {
      return "(not " + operand + ")";
    }
  }

  /**
   * The values at the end of a path are compared with one value.
   *
   * @param path the names that lead to the values, one at least
   * @param value the value, without quotes and their escapes
   * @param valuePosition where the value starts in the filter, from 1
   */
  record Comparison(List<Step> path, FilterOperator operator, String value, int valuePosition)
      implements FilterSyntax {

    /** Where the condition starts in the filter, from 1. */
    int position() {
      return path.get(0).position();
    }

    @Override
    public String toString() {
      return path.stream()
          .map(Step::toString)
          .collect(Collectors.joining(".", "(" + operator.text() + " ", " \"" + value + "\")"));
    }
  }

  /**
   * One name of a path.
   *
   * @param name the name of a parameter, with what a colon adds to it: "subject:Patient"
   * @param filter what the resource that the name leads to must fulfil besides
   * @param position where it starts in the filter, from 1
   */
  record Step(String name, Optional<FilterSyntax> filter, int position) {
    @Override
    public String toString() {
      return name + filter.map(inner -> "[" + inner + "]").orElse("");
    }
  }

  private static String list(String name, List<FilterSyntax> operands) {
    return operands.stream()
        .map(Object::toString)
        .collect(Collectors.joining(" ", "(" + name + " ", ")"));
  }
}
