package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fhirserver.store.FhirException;

/**
 * Parses the part of FHIRPath that search parameters are written in; unions are split, so that each
 * path of the result stands alone.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpath.html">FHIRPath</a>
 */
final class PathParser {
  private static final String SUPPORTED =
      "paths, unions, as, ofType, where(name='text'), where(resolve() is Type), extension('url'),"
          + " [index] and x.exists() and x != false";

  private static final int DEEPEST_NESTING = 20;

  private final String expression;
  private final List<PathLexer.Token> tokens;
  private int position;
  private int nesting;

  private PathParser(String expression) {
    this.expression = expression;
    this.tokens = new PathLexer(expression).tokens();
  }

  /**
   * The paths whose results together are the result of the expression.
   *
   * @throws FhirException INVALID if it uses anything else than this server can index
   */
  static List<PathExpression> parse(String expression) {
    PathParser parser = new PathParser(expression);
    List<PathExpression> paths = parser.union();
    if (parser.takeName("and")) {
      paths = List.of(parser.isNotFalse(paths));
    }
    if (parser.peek().kind() != PathLexer.Kind.END) {
      throw parser.unexpected();
    }
    return paths;
  }

  private List<PathExpression> union() {
    List<PathExpression> paths = new ArrayList<>(typed());
    while (take("|")) {
      paths.addAll(typed());
    }
    return paths;
  }

  private List<PathExpression> typed() {
    List<PathExpression> paths = term();
    while (takeName("as")) {
      PathStep step = new PathStep.OfType(typeName());
      paths = each(paths, path -> path.then(step));
    }
    return paths;
  }

  private List<PathExpression> term() {
    List<PathExpression> paths = start();
    while (true) {
      if (take(".")) {
        paths = invocation(paths);
      } else if (take("[")) {
        paths = item(paths);
      } else {
        return paths;
      }
    }
  }

  private List<PathExpression> start() {
    if (peek().is("(") && nesting < DEEPEST_NESTING) {
      return parenthesized();
    }
    if (take("%")) {
      if (!takeName("resource")) {
        throw unexpected();
      }
      return List.of(new PathExpression(PathExpression.RESOURCE, List.of()));
    }
    if (peek().isTypeName()) {
      return List.of(new PathExpression(name(), List.of()));
    }
    return invocation(List.of(new PathExpression(PathExpression.FOCUS, List.of())));
  }

  private List<PathExpression> parenthesized() {
    expect("(");
    nesting++;
    List<PathExpression> paths = union();
    nesting--;
    expect(")");
    return paths;
  }

  private List<PathExpression> invocation(List<PathExpression> paths) {
    int start = position;
    String name = name();
    if (!take("(")) {
      return each(paths, path -> path.then(new PathStep.Child(name)));
    }
    List<PathExpression> result =
        switch (name) {
          case "as", "ofType" -> {
            PathStep step = new PathStep.OfType(typeName());
            yield each(paths, path -> path.then(step));
          }
          case "where" -> {
            PathStep step = criteria();
            yield each(paths, path -> path.then(step));
          }
          case "extension" -> {
            PathStep step = new PathStep.Where("url", literal());
            yield each(paths, path -> path.then(new PathStep.Child("extension")).then(step));
          }
          case "exists" -> existence(paths);
          default -> {
            position = start;
            throw unexpected();
          }
        };
    expect(")");
    return result;
  }

  private PathStep criteria() {
    String name = name();
    if (name.equals("resolve") && take("(")) {
      expect(")");
      if (!takeName("is")) {
        throw unexpected();
      }
      return new PathStep.ResolvesTo(typeName());
    }
    expect("=");
    return new PathStep.Where(name, literal());
  }

  private List<PathExpression> existence(List<PathExpression> paths) {
    // Alone it is not supported; isNotFalse checks the rest.
    boolean goesOn = peek().is(")") && tokens.get(position + 1).isName("and");
    if (paths.size() != 1 || !goesOn) {
      throw unexpected();
    }
    return each(paths, path -> path.then(new PathStep.ExistsAndIsNotFalse()));
  }

  /** The right side of {@code x.exists() and x != false}. */
  private PathExpression isNotFalse(List<PathExpression> left) {
    List<PathExpression> right = term();
    boolean same =
        left.size() == 1
            && right.size() == 1
            && left.get(0).equals(right.get(0).then(new PathStep.ExistsAndIsNotFalse()));
    if (!same || !take("!=") || !takeName("false")) {
      throw unexpected();
    }
    return left.get(0);
  }

  private List<PathExpression> item(List<PathExpression> paths) {
    PathLexer.Token index = peek();
    if (paths.size() != 1 || index.kind() != PathLexer.Kind.NUMBER || index.text().length() > 4) {
      throw unexpected();
    }
    position++;
    expect("]");
    return List.of(paths.get(0).then(new PathStep.Item(Integer.parseInt(index.text()))));
  }

  private String typeName() {
    String name = name();
    return name.equals("FHIR") && take(".") ? name() : name;
  }

  private String name() {
    if (peek().kind() != PathLexer.Kind.NAME || peek().text().isEmpty()) {
      throw unexpected();
    }
    return tokens.get(position++).text();
  }

  private String literal() {
    if (peek().kind() != PathLexer.Kind.STRING) {
      throw unexpected();
    }
    return tokens.get(position++).text();
  }

  private boolean take(String symbol) {
    boolean found = peek().is(symbol);
    position += found ? 1 : 0;
    return found;
  }

  private boolean takeName(String name) {
    boolean found = peek().isName(name);
    position += found ? 1 : 0;
    return found;
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw unexpected();
    }
  }

  private PathLexer.Token peek() {
    return tokens.get(position);
  }

  private FhirException unexpected() {
    PathLexer.Token token = peek();
    return FhirException.invalid(
        "The expression '%s' cannot be indexed: '%s' at character %d. Supported are %s."
            .formatted(expression, token.text(), token.position() + 1, SUPPORTED));
  }

  private static List<PathExpression> each(
      List<PathExpression> paths, UnaryOperator<PathExpression> change) {
    return paths.stream().map(change).toList();
  }
}
