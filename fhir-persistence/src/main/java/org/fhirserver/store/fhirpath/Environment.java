package org.fhirserver.store.fhirpath;

import java.util.HashSet;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.jspecify.annotations.Nullable;

/** The resource that expressions are asked in, and how much work may still be done. */
final class Environment {
  private static final String CONTAINED = "contained";

  private final Element resource;
  private final Element rootResource;
  private final Allowance allowance;
  private @Nullable Set<String> containedIds;

  /** How many elements, or characters of text, evaluation may go through. */
  static final class Allowance {
    private long left;

    Allowance(long amount) {
      this.left = amount;
    }
  }

  private Environment(Element resource, Element rootResource, Allowance allowance) {
    this.resource = resource;
    this.rootResource = rootResource;
    this.allowance = allowance;
  }

  /** The environment in a resource that is contained in no other. */
  static Environment of(Element resource, Allowance allowance) {
    return new Environment(resource, resource, allowance);
  }

  /** The environment in a resource that stands in this one. */
  Environment within(Element nested) {
    return new Environment(
        nested, nested.name().equals(CONTAINED) ? rootResource : nested, allowance);
  }

  /** The resource that the expression is asked of; a contained one is one by itself. */
  Element resource() {
    return resource;
  }

  /** The resource around it if it is contained, else itself. */
  Element rootResource() {
    return rootResource;
  }

  /** The ids of the resources that are contained in the root resource. */
  Set<String> containedIds() {
    Set<String> ids = containedIds;
    if (ids == null) {
      ids = new HashSet<>();
      for (Element contained : rootResource.children(CONTAINED)) {
        contained.childValue("id").ifPresent(ids::add);
      }
      containedIds = ids;
    }
    return ids;
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
