package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.Lexer.Kind;
import org.fhirserver.store.fhirpath.Lexer.Token;

/**
 * Parses FHIRPath.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/">FHIRPath</a>
 */
public final class Parser {
  private static final int DEEPEST_NESTING = 20;
  private static final int MOST_OPERATORS = 200;
  private static final int MOST_CHARACTERS = 10_000;
  private static final int LONGEST_NUMBER = 40;

  /** How strongly operators bind; those of types stand between sums and unions. */
  private static final Map<String, Integer> STRENGTHS =
      Map.ofEntries(
          Map.entry("implies", 1),
          Map.entry("or", 2),
          Map.entry("xor", 2),
          Map.entry("and", 3),
          Map.entry("in", 4),
          Map.entry("contains", 4),
          Map.entry("=", 5),
          Map.entry("!=", 5),
          Map.entry("~", 5),
          Map.entry("!~", 5),
          Map.entry("<", 6),
          Map.entry("<=", 6),
          Map.entry(">", 6),
          Map.entry(">=", 6),
          Map.entry("|", 7),
          Map.entry("is", 8),
          Map.entry("as", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("&", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("div", 10),
          Map.entry("mod", 10));

  private static final Set<String> TYPE_OPERATORS = Set.of("is", "as");
  private static final Set<String> SPECIALS = Set.of("this", "index");

  private final String expression;
  private final List<Token> tokens;
  private int position;
  private int nesting;
  private int operators;

  private Parser(String expression) {
    this.expression = expression;
    this.tokens = new Lexer(expression).tokens();
  }

  /**
   * The syntax tree of an expression.
   *
   * @throws FhirException INVALID if it is no FHIRPath
   */
  public static Syntax parse(String expression) {
    if (expression.length() > MOST_CHARACTERS) {
      throw FhirException.invalid(
          "A FHIRPath expression may have %d characters at most.".formatted(MOST_CHARACTERS));
    }
    Parser parser = new Parser(expression);
    Syntax result = parser.expression(1);
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected();
    }
    return result;
  }

  /** An expression whose operators bind at least so strongly. */
  private Syntax expression(int weakest) {
    Syntax left = signed();
    while (true) {
      Token operator = peek();
      int strength = strength(operator);
      if (strength < weakest) {
        return left;
      }
      if (++operators > MOST_OPERATORS) {
        throw unexpected();
      }
      position++;
      left =
          TYPE_OPERATORS.contains(operator.text())
              ? new Syntax.TypeOperation(operator.text(), left, typeName(), operator.position())
              : new Syntax.Operation(
                  operator.text(), left, expression(strength + 1), operator.position());
    }
  }

  private static int strength(Token token) {
    return token.kind() == Kind.SYMBOL || token.kind() == Kind.NAME
        ? STRENGTHS.getOrDefault(token.text(), 0)
        : 0;
  }

  private Syntax signed() {
    Token sign = peek();
    if (take("-")) {
      return new Syntax.Negation(path(), sign.position());
    }
    take("+");
    return path();
  }

  private Syntax path() {
    Token first = peek();
    Syntax start = start();
    List<Syntax.Step> steps = new ArrayList<>();
    if (start instanceof Syntax.Focus) {
      steps.add(invocation());
    }
    while (true) {
      Token token = peek();
      if (take(".")) {
        steps.add(invocation());
      } else if (take("[")) {
        steps.add(new Syntax.Step.Item(nested(), token.position()));
        expect("]");
      } else if (steps.isEmpty()) {
        return start;
      } else {
        return new Syntax.Path(start, List.copyOf(steps), first.position());
      }
    }
  }

  private Syntax start() {
    Token token = peek();
    return switch (token.kind()) {
      case STRING -> literal("string");
      case NUMBER -> number();
      case TEMPORAL -> temporal();
      case NAME ->
          token.text().equals("true") || token.text().equals("false")
              ? literal("boolean")
              : new Syntax.Focus(token.position());
      case SYMBOL -> marked(token);
      case END -> throw unexpected();
    };
  }

  private Syntax literal(String type) {
    Token token = tokens.get(position++);
    return new Syntax.Literal(type, token.text(), token.position());
  }

  private Syntax number() {
    if (peek().text().length() > LONGEST_NUMBER) {
      throw unexpected();
    }
    return literal(peek().text().contains(".") ? "decimal" : "integer");
  }

  private Syntax temporal() {
    Token token = tokens.get(position++);
    String text = token.text();
    if (text.startsWith("T")) {
      return new Syntax.Literal("time", text.substring(1), token.position());
    }
    if (!text.contains("T")) {
      return new Syntax.Literal("date", text, token.position());
    }
    String value = text.endsWith("T") ? text.substring(0, text.length() - 1) : text;
    return new Syntax.Literal("dateTime", value, token.position());
  }

  private Syntax marked(Token token) {
    if (token.is("(")) {
      position++;
      Syntax inner = nested();
      expect(")");
      return inner;
    }
    if (take("{")) {
      expect("}");
      return new Syntax.Nothing(token.position());
    }
    if (take("%")) {
      return new Syntax.Variable(
          peek().kind() == Kind.STRING ? tokens.get(position++).text() : name(), token.position());
    }
    if (take("$") && SPECIALS.contains(peek().text())) {
      return new Syntax.Special(name(), token.position());
    }
    throw unexpected();
  }

  private Syntax nested() {
    if (nesting == DEEPEST_NESTING) {
      throw unexpected();
    }
    nesting++;
    Syntax inner = expression(1);
    nesting--;
    return inner;
  }

  private Syntax.Step invocation() {
    int start = peek().position();
    String name = name();
    if (!take("(")) {
      return new Syntax.Step.Child(name, start);
    }
    List<Syntax> arguments = new ArrayList<>();
    if (!peek().is(")")) {
      do {
        arguments.add(nested());
      } while (take(","));
    }
    expect(")");
    return new Syntax.Step.Call(name, List.copyOf(arguments), start);
  }

  private String typeName() {
    String name = name();
    boolean isNamespace = name.equals("FHIR") || name.equals("System");
    return isNamespace && take(".") ? name() : name;
  }

  private String name() {
    if (peek().kind() != Kind.NAME || peek().text().isEmpty()) {
      throw unexpected();
    }
    return tokens.get(position++).text();
  }

  private boolean take(String symbol) {
    boolean found = peek().is(symbol);
    position += found ? 1 : 0;
    return found;
  }

  private void expect(String symbol) {
    if (!take(symbol)) {
      throw unexpected();
    }
  }

  private Token peek() {
    return tokens.get(position);
  }

  private FhirException unexpected() {
    return FhirException.invalid(
        "The FHIRPath expression '%s' is not understood: '%s' at character %d."
            .formatted(expression, peek().text(), peek().position() + 1));
  }
}
