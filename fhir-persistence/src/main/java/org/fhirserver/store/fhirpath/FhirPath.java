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
   * @param focus the types that it is asked of
   * @throws FhirException INVALID if it has a name that is not defined, or a function that is not
   *     supported
   */
  public static FhirPath compile(
      Syntax syntax, String expression, List<TypeDefinition> focus, FhirDefinitions definitions) {
    Compiler compiler = new Compiler(definitions, new Values(definitions), expression);
    return new FhirPath(compiler.compile(syntax, focus).node());
  }

  /**
   * What the expression finds in a resource.
   *
   * @throws FhirException INVALID if that takes too long
   */
  public List<Element> evaluate(Element resource) {
    Environment environment = Environment.of(resource, new Environment.Allowance(ALLOWANCE));
    return node.evaluate(Scope.of(environment, resource));
  }

  /** What it says as a truth. */
  Truth test(Scope scope) {
    return node.test(scope);
  }
}
