package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.model.Element;

/** From what was found so far to the next. */
interface Step {

  List<Element> apply(Scope scope, List<Element> input);

  /** What it says where a truth is needed. */
  default Truth test(Scope scope, List<Element> input) {
    return Truth.of(apply(scope, input));
  }

  /** How a truth is found. */
  interface Test {
    Truth of(Scope scope, List<Element> input);
  }

  /** A step that yields a truth. */
  record Truths(Values values, Test test) implements Step {
    @Override
    public List<Element> apply(Scope scope, List<Element> input) {
      return values.truth(test.of(scope, input));
    }

    @Override
    public Truth test(Scope scope, List<Element> input) {
      return test.of(scope, input);
    }
  }

  /** To the children of that name. */
  record Child(String name) implements Step {
    @Override
    public List<Element> apply(Scope scope, List<Element> input) {
      if (input.isEmpty()) {
        return input;
      }
      if (input.size() == 1) {
        List<Element> found = input.get(0).children(name);
        scope.spend(1 + found.size());
        return found;
      }
      List<Element> found = new ArrayList<>();
      for (Element element : input) {
        found.addAll(element.children(name));
      }
      scope.spend(input.size() + found.size());
      return found;
    }
  }
}
