package org.fhirserver.service.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.ElementMaker;
import org.fhirserver.store.model.TypeDefinition;

/**
 * The values in the parts of a FHIRPath Patch: one of a data type, a resource, or one taken apart
 * into named parts.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpatch.html#concept">The part "value"</a>
 */
final class PatchValue {

  private PatchValue() {}

  /** The element with the value of a part; empty if the value does not fit. */
  static Optional<Element> of(ElementDefinition definition, Element part) {
    Optional<Element> value = part.child("value").or(() -> part.child("resource"));
    if (value.isPresent()) {
      return ElementMaker.of(definition, value.get());
    }
    List<Element> parts = part.children("part");
    if (parts.isEmpty() || definition.types().size() != 1) {
      return Optional.empty();
    }
    TypeDefinition type = definition.types().get(0);
    List<Element> children = new ArrayList<>();
    for (Element each : parts) {
      Optional<Element> child =
          each.childValue("name")
              .flatMap(name -> type.element(name).or(() -> type.elementOf(name)))
              .flatMap(element -> of(element, each));
      if (child.isEmpty()) {
        return Optional.empty();
      }
      children.add(child.get());
    }
    return ElementMaker.of(definition, children);
  }
}
