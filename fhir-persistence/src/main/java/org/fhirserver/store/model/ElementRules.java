package org.fhirserver.store.model;

import java.util.Optional;

/**
 * The rules for a whole element once it is read.
 *
 * @see <a href="https://hl7.org/fhir/R4/element.html#Element">Element</a>
 */
final class ElementRules {
  private static final String ID = "id";
  private static final String EXTENSION = "Extension";
  private static final String EXTENSION_ELEMENT = "extension";

  private final Issues issues;
  private final ReadPath path;
  private final boolean isEnforced;

  /**
   * The rules for one resource.
   *
   * @param isEnforced whether they count; they have been kept already if not
   */
  ElementRules(Issues issues, ReadPath path, boolean isEnforced) {
    this.issues = issues;
    this.path = path;
    this.isEnforced = isEnforced;
  }

  /** Checks a primitive value of the right JSON type. */
  void checkPrimitive(Property property, int index, String value) {
    if (!isEnforced) {
      return;
    }
    TypeDefinition type = property.type();
    if (value.isEmpty()) {
      refuse(property, index, "value", "must not be empty");
    } else if (!type.format().accepts(value)) {
      String reason = "has not the format of " + type + ": " + Issues.quoted(value);
      refuse(property, index, "value", reason);
    } else if (type.name().equals("code") && !property.definition().codes().allows(value)) {
      refuse(property, index, "code-invalid", "has an unknown code: " + Issues.quoted(value));
    } else if (type.format() == PrimitiveFormat.XHTML) {
      XhtmlScanner.mistakeIn(value)
          .ifPresent(mistake -> refuse(property, index, "invalid", mistake));
    }
  }

  private void refuse(Property property, int index, String code, String reason) {
    issues.add(code, "Element '" + property.jsonName() + "' " + reason, path.of(property, index));
  }

  /** Checks an object whose properties were all read. */
  void check(ReadFrame frame, Element element) {
    if (!isEnforced) {
      return;
    }
    boolean isResource = element.type().kind() == TypeDefinition.Kind.RESOURCE;
    if (!frame.hasContent && !isResource) {
      issues.add(
          "structure", "Element '" + element.jsonName() + "' must not be empty", path.here());
      return;
    }
    long missing = frame.type().required() & ~(frame.values | frame.partners);
    if (missing != 0) {
      addMissing(frame.type(), missing);
    }
    // What follows may only be a consequence of a mistake that was told already.
    if (issues.count() > frame.issuesBefore) {
      return;
    }
    if (frame.hasPairs) {
      checkPairs(element);
    }
    if (element.definition().codes().isClosed()) {
      checkConcept(element);
    }
    if (!isResource && !element.type().isPrimitive()) {
      checkContent(element);
    }
  }

  private void checkContent(Element element) {
    if (element.rawChildren().length == 1 && hasChild(element, ID)) {
      issues.add(
          "invariant",
          "Element '" + element.jsonName() + "' has nothing but an id (rule ele-1)",
          path.here());
    }
    if (element.type().name().equals(EXTENSION)
        && hasChild(element, "value") == hasChild(element, EXTENSION_ELEMENT)) {
      issues.add(
          "invariant",
          "An extension must have either a value or extensions (rule ext-1)",
          path.here());
    }
  }

  private static boolean hasChild(Element element, String name) {
    return element.child(name).isPresent();
  }

  private void addMissing(TypeDefinition type, long missing) {
    for (ElementDefinition definition : type.elements()) {
      if ((missing & definition.bit()) != 0) {
        String name = definition.isChoice() ? definition.name() + "[x]" : definition.name();
        issues.add(
            "required",
            "Element '" + name + "' is missing in " + type,
            path.of(definition.properties().get(0), -1));
      }
    }
  }

  /** A primitive without value needs an extension; in JSON they may stand in paired arrays. */
  private void checkPairs(Element element) {
    int index = 0;
    Element[] children = element.rawChildren();
    for (int i = 0; i < children.length; i++) {
      Element child = children[i];
      index = i > 0 && children[i - 1].definition() == child.definition() ? index + 1 : 0;
      if (child.type().isPrimitive()
          && child.rawValue() == null
          && !hasChild(child, EXTENSION_ELEMENT)) {
        issues.add(
            "invariant",
            "Element '" + child.jsonName() + "' has neither value nor extension (rule ele-1)",
            path.of(child.property(), child.definition().isRepeating() ? index : -1));
      }
    }
  }

  private void checkConcept(Element element) {
    boolean isAllowed =
        switch (element.type().name()) {
          case "Coding" -> isAllowed(element.definition(), element);
          case "CodeableConcept" ->
              element.children("coding").stream()
                      .anyMatch(coding -> isAllowed(element.definition(), coding))
                  || (hasChild(element, EXTENSION_ELEMENT) && !hasChild(element, "coding"));
          default -> true;
        };
    if (!isAllowed) {
      issues.add(
          "code-invalid",
          "Element '" + element.jsonName() + "' has no code of its required value set",
          path.here());
    }
  }

  private static boolean isAllowed(ElementDefinition bound, Element coding) {
    Optional<String> system = coding.childValue("code").flatMap(bound::codeSystem);
    return system.isPresent() && system.equals(coding.childValue("system"));
  }
}
