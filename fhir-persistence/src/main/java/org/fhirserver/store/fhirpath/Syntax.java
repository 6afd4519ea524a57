package org.fhirserver.store.fhirpath;

import java.util.List;
import java.util.Optional;

/**
 * The syntax tree of an expression: what is written, before names are looked up.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/grammar.html">Grammar of FHIRPath</a>
 */
public sealed interface Syntax {

  /** Where it starts in the text, counted from 0. */
  int position();

  /** A literal of a primitive type: its FHIR type, and its text without quotes or mark. */
  record Literal(String type, String text, int position) implements Syntax {}

  /** {@code {}}: nothing. */
  record Nothing(int position) implements Syntax {}

  /** {@code %resource}: something from outside of the expression. */
  record Variable(String name, int position) implements Syntax {}

  /** {@code $this} or {@code $index}. */
  record Special(String name, int position) implements Syntax {}

  /** What the expression is asked of: the start of every path that begins with a name. */
  record Focus(int position) implements Syntax {}

  /** A start and the steps that follow it, at least one. */
  record Path(Syntax start, List<Step> steps, int position) implements Syntax {}

  /** {@code -1}: the number below zero. */
  record Negation(Syntax operand, int position) implements Syntax {}

  /** Two operands; the position is that of the operator. */
  record Operation(String operator, Syntax left, Syntax right, int position) implements Syntax {}

  /** {@code is} or {@code as} between an operand and a type. */
  record TypeOperation(String operator, Syntax operand, String type, int position)
      implements Syntax {}

  /** One step of a path. */
  sealed interface Step {

    /** Where it starts in the text, counted from 0. */
    int position();

    /** {@code .name}: the children of that name. */
    record Child(String name, int position) implements Step {}

    /** {@code [0]}: the item at that place of all that was found so far. */
    record Item(Syntax index, int position) implements Step {}

    /** {@code .where(...)}: a function. */
    record Call(String function, List<Syntax> arguments, int position) implements Step {}
  }

  /** The name of a type, without its namespace, if that is all that is written. */
  default Optional<String> typeName() {
    if (!(this instanceof Path path && path.start() instanceof Focus)) {
      return Optional.empty();
    }
    List<Step> steps = path.steps();
    Step last = steps.get(steps.size() - 1);
    boolean isQualified =
        steps.size() == 2
            && steps.get(0) instanceof Step.Child namespace
            && (namespace.name().equals("FHIR") || namespace.name().equals("System"));
    return last instanceof Step.Child name && (steps.size() == 1 || isQualified)
        ? Optional.of(name.name())
        : Optional.empty();
  }
}
