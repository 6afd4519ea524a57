package org.fhirserver.store.terminology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.model.Element;

/** Reads a stored code system. */
final class CodeSystemReader {
  private static final String CONCEPT_PROPERTIES = "http://hl7.org/fhir/concept-properties#";

  private final CodeSystemDefinition.Builder system;

  /** The names of properties that the code system calls otherwise, by its own names. */
  private final Map<String, String> namesOfProperties = new HashMap<>();

  private CodeSystemReader(CodeSystemDefinition.Builder system) {
    this.system = system;
  }

  /** What a resource of type CodeSystem says. A supplement tells no codes of its own. */
  static CodeSystemDefinition read(Element resource) {
    CodeSystemReader reader =
        new CodeSystemReader(
            new CodeSystemDefinition.Builder(
                Canonical.of(text(resource, "url"), text(resource, "version")),
                text(resource, "content").equals("complete"),
                !text(resource, "caseSensitive").equals("false")));
    resource.children("property").forEach(reader::declare);
    reader.addConcepts(resource, Optional.empty());
    return reader.system.build();
  }

  private void declare(Element property) {
    String code = text(property, "code");
    String uri = text(property, "uri");
    for (String name : List.of(CodeSystemDefinition.PARENT, CodeSystemDefinition.CHILD)) {
      if (uri.equals(CONCEPT_PROPERTIES + name)) {
        namesOfProperties.put(code, name);
      }
    }
    system.declare(code);
  }

  private void addConcepts(Element parent, Optional<String> parentCode) {
    for (Element concept : parent.children("concept")) {
      String code = text(concept, "code");
      system.concept(code);
      parentCode.ifPresent(above -> system.property(code, CodeSystemDefinition.PARENT, above));
      for (Element property : concept.children("property")) {
        addProperty(code, property);
      }
      addConcepts(concept, Optional.of(code));
    }
  }

  private void addProperty(String code, Element property) {
    String name = text(property, "code");
    Optional<String> value = property.child("value").flatMap(CodeSystemReader::value);
    if (value.isEmpty()) {
      return;
    }
    system.property(code, name, value.get());
    if (namesOfProperties.containsKey(name) && !namesOfProperties.get(name).equals(name)) {
      system.property(code, namesOfProperties.get(name), value.get());
    }
  }

  /** A primitive value, or the code of a Coding. */
  private static Optional<String> value(Element value) {
    return value.value().or(() -> value.childValue("code"));
  }

  private static String text(Element element, String child) {
    return element.childValue(child).orElse("");
  }
}
