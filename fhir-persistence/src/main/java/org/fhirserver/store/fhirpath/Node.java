package org.fhirserver.store.fhirpath;

import java.util.List;
import org.fhirserver.store.model.Element;

/** A part of a compiled expression that can be evaluated by itself. */
interface Node {

  List<Element> evaluate(Scope scope);

  /** What it says where a truth is needed. */
  default Truth test(Scope scope) {
    return Truth.of(evaluate(scope));
  }

  /** A part that yields the same wherever it is asked. */
  record Constant(List<Element> found) implements Node {
    @Override
    public List<Element> evaluate(Scope scope) {
      return found;
    }
  }

  /** How a truth is found. */
  interface Test {
    Truth of(Scope scope);
  }

  /** A part that yields a truth. */
  record Truths(Values values, Test test) implements Node {
    @Override
    public List<Element> evaluate(Scope scope) {
      return values.truth(test.of(scope));
    }

    @Override
    public Truth test(Scope scope) {
      return test.of(scope);
    }
  }

  /** A start and the steps from there. */
  record Path(Node start, List<Step> steps) implements Node {
    @Override
    public List<Element> evaluate(Scope scope) {
      return upTo(steps.size(), scope);
    }

    @Override
    public Truth test(Scope scope) {
      int last = steps.size() - 1;
      return steps.get(last).test(scope, upTo(last, scope));
    }

    private List<Element> upTo(int end, Scope scope) {
      List<Element> found = start.evaluate(scope);
      for (int i = 0; i < end; i++) {
        found = steps.get(i).apply(scope, found);
      }
      return found;
    }
  }
}
