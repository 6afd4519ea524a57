package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.TypeDefinition;

/**
 * One path of an expression with every name looked up in the definitions.
 *
 * @param base the resource type that it starts at
 * @param steps the steps from the resource
 * @param element the definition of the element that it ends at; empty for the resource itself
 * @param types the types that it may end at
 * @param onlyTarget the type of resource that a reference must point to
 * @param existence whether its value is true or false by what is found there
 * @param repeats whether a resource can have several values there
 */
record CompiledPath(
    ResourceType base,
    List<ElementStep> steps,
    Optional<ElementDefinition> element,
    List<TypeDefinition> types,
    Optional<ResourceType> onlyTarget,
    boolean existence,
    boolean repeats) {

  /** The path in the canonical form of FHIRPath: "Observation.value.ofType(Quantity)". */
  String text() {
    String path =
        base.typeName() + steps.stream().map(ElementStep::text).collect(Collectors.joining());
    return existence ? path + ".exists() and " + path + " != false" : path;
  }

  /** Whether the path leads through what the other one ends at. */
  boolean startsWith(CompiledPath other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  CompiledPath then(
      ElementStep step, Optional<ElementDefinition> definition, List<TypeDefinition> reached) {
    List<ElementStep> longer = Stream.concat(steps.stream(), Stream.of(step)).toList();
    boolean several =
        repeats
            || step instanceof ElementStep.Child
                && definition.map(ElementDefinition::isRepeating).orElse(true);
    return new CompiledPath(base, longer, definition, reached, onlyTarget, existence, several);
  }

  CompiledPath onlyTo(ResourceType target) {
    return new CompiledPath(base, steps, element, types, Optional.of(target), existence, repeats);
  }

  CompiledPath asExistence() {
    return new CompiledPath(base, steps, element, types, onlyTarget, true, repeats);
  }
}
