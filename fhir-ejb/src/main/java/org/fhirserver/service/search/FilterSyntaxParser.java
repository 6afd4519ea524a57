package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.FilterSyntax.And;
import org.fhirserver.service.search.FilterSyntax.Comparison;
import org.fhirserver.service.search.FilterSyntax.Not;
import org.fhirserver.service.search.FilterSyntax.Or;
import org.fhirserver.service.search.FilterSyntax.Step;
import org.fhirserver.store.FhirException;

/**
 * Reads the text of a {@code _filter}. As the specification has it, "and" and "or" bind alike, from
 * left to right.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
final class FilterSyntaxParser {
  /** The longest filter, in characters. */
  static final int MAX_LENGTH = 8_000;

  /** How deep parentheses and brackets may stand within one another. */
  static final int MAX_DEPTH = 20;

  /** The most conditions of one filter. */
  static final int MAX_COMPARISONS = 100;

  /** The most references that all conditions of one filter lead through. */
  static final int MAX_LINKS = 30;

  private final FilterScanner scanner;
  private int depth;
  private int comparisons;
  private int links;

  private FilterSyntaxParser(String text) {
    this.scanner = new FilterScanner(text);
  }

  /**
   * What a filter says.
   *
   * @throws FhirException INVALID with the place and what is expected there, if it is none or goes
   *     beyond one of the limits
   */
  static FilterSyntax parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw FhirException.invalid(
          "_filter takes " + MAX_LENGTH + " characters at most, not " + text.length() + ".");
    }
    FilterSyntaxParser parser = new FilterSyntaxParser(text);
    FilterSyntax filter = parser.filter();
    if (!parser.scanner.isAtEnd()) {
      throw parser.scanner.expected("'and', 'or' or the end");
    }
    return filter;
  }

  private FilterSyntax filter() {
    FilterSyntax left = operand();
    while (true) {
      if (scanner.takeWord("and")) {
        left = new And(joined(left instanceof And and ? and.operands() : List.of(left)));
      } else if (scanner.takeWord("or")) {
        left = new Or(joined(left instanceof Or or ? or.operands() : List.of(left)));
      } else {
        return left;
      }
    }
  }

  private List<FilterSyntax> joined(List<FilterSyntax> before) {
    List<FilterSyntax> operands = new ArrayList<>(before);
    operands.add(operand());
    return List.copyOf(operands);
  }

  private FilterSyntax operand() {
    if (scanner.takeWord("not")) {
      if (!scanner.take('(')) {
        throw scanner.expected("'(' after 'not'");
      }
      return new Not(enclosed(')'));
    }
    return scanner.take('(') ? enclosed(')') : comparison();
  }

  /** A filter up to the mark that closes it. */
  private FilterSyntax enclosed(char closing) {
    if (++depth > MAX_DEPTH) {
      throw FilterException.at(
          scanner.position() - 1, "Filters nest " + MAX_DEPTH + " levels deep at most.");
    }
    FilterSyntax inner = filter();
    if (!scanner.take(closing)) {
      throw scanner.expected("'and', 'or' or '" + closing + "'");
    }
    depth--;
    return inner;
  }

  private Comparison comparison() {
    List<Step> path = path();
    if (++comparisons > MAX_COMPARISONS) {
      throw FilterException.at(
          path.get(0).position(), "A filter has " + MAX_COMPARISONS + " conditions at most.");
    }
    FilterOperator operator = operator();
    if (!scanner.takeSpace()) {
      throw scanner.expected("white space and a value");
    }
    int position = scanner.position();
    return new Comparison(path, operator, scanner.takeValue(), position);
  }

  private List<Step> path() {
    List<Step> steps = new ArrayList<>();
    do {
      steps.add(
          step(
              scanner.takeName(
                  steps.isEmpty() ? "a search parameter, 'not' or '('" : "a search parameter")));
    } while (scanner.isNext('.') && scanner.take('.'));
    return List.copyOf(steps);
  }

  private Step step(String name) {
    int position = scanner.position() - name.length();
    if ((ChainParser.isReverse(name) || scanner.isNext('.') || scanner.isNext('['))
        && ++links > MAX_LINKS) {
      throw FilterException.at(
          position, "A filter leads through " + MAX_LINKS + " references at most.");
    }
    if (!scanner.isNext('[')) {
      return new Step(name, Optional.empty(), position);
    }
    scanner.take('[');
    FilterSyntax filter = enclosed(']');
    if (!scanner.isNext('.')) {
      throw scanner.expected("'.' and a search parameter of what the brackets restrict");
    }
    return new Step(name, Optional.of(filter), position);
  }

  private FilterOperator operator() {
    scanner.takeSpace();
    int position = scanner.position();
    String name = scanner.takeName("an operator (" + FilterOperator.list() + ")");
    return FilterOperator.named(name)
        .orElseThrow(
            () ->
                FilterException.at(
                    position,
                    "'" + name + "' is no operator; there are " + FilterOperator.list() + "."));
  }
}
