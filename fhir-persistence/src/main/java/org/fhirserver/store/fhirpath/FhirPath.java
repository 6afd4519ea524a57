package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.TypeDefinition;

/**
 * A compiled FHIRPath expression.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpath.html">FHIRPath</a>
 */
public final class FhirPath {
  private static final long ALLOWANCE = 20_000_000;

  private final Node node;

  private FhirPath(Node node) {
    this.node = node;
  }

  /**
   * Compiles an expression.
   *
   * @param expression its text, for messages
   * @param focus the type that it is asked of
   * @throws FhirException INVALID if it has a name that is not defined, or a function that is not
   *     supported
   */
  public static FhirPath compile(
      Syntax syntax, String expression, TypeDefinition focus, FhirDefinitions definitions) {
    Compiler compiler = new Compiler(definitions, new Values(definitions), expression);
    return new FhirPath(compiler.compile(syntax, List.of(focus)).node());
  }

  /**
   * What the expression finds in a resource.
   *
   * @throws FhirException INVALID if that takes too long
   */
  public List<Element> evaluate(Element resource) {
    Environment.Allowance allowance = new Environment.Allowance(ALLOWANCE);
    return node.evaluate(
        new Scope(new Environment(resource, resource, resource, allowance), List.of(resource), 0));
  }

  /** What it says of an element as a truth. */
  Truth test(Environment environment) {
    return node.test(new Scope(environment, List.of(environment.context()), 0));
  }
}
