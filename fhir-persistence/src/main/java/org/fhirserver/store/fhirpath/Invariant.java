package org.fhirserver.store.fhirpath;

/** An invariant with what tests it. */
record Invariant(InvariantText text, Rule rule) {

  /** How it is seen whether the rule is kept. */
  interface Rule {
    Truth test(Scope scope);
  }

  Truth test(Scope scope) {
    return rule.test(scope);
  }
}
