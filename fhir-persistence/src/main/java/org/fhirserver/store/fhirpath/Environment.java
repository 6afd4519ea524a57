package org.fhirserver.store.fhirpath;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;

/** What stays the same while an expression is evaluated, and how much work may still be done. */
final class Environment {
  private final Element resource;
  private final Element rootResource;
  private final Element context;
  private final Allowance allowance;

  /** How many elements, or characters of text, evaluation may go through. */
  static final class Allowance {
    private long left;

    Allowance(long amount) {
      this.left = amount;
    }
  }

  Environment(Element resource, Element rootResource, Element context, Allowance allowance) {
    this.resource = resource;
    this.rootResource = rootResource;
    this.context = context;
    this.allowance = allowance;
  }

  /** The resource that the expression is asked of; a contained one is one by itself. */
  Element resource() {
    return resource;
  }

  /** The resource around it if it is contained, else itself. */
  Element rootResource() {
    return rootResource;
  }

  /** What the expression as a whole is asked of. */
  Element context() {
    return context;
  }

  /**
   * Takes from what may be done.
   *
   * @throws FhirException INVALID if nothing is left
   */
  void spend(long amount) {
    allowance.left -= amount;
    if (allowance.left < 0) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "It would take too long to evaluate a FHIRPath expression for this resource.");
    }
  }
}
