package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one resource in one pass, checking the structure on the way.
 *
 * <p>The children of all open objects stand on one stack; an object takes its own from the top when
 * it ends. After a mistake reading goes on with a stand-in, which nobody sees: the collected issues
 * are thrown at the end.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">JSON representation</a>
 */
final class ResourceReader {
  private static final Element[] NO_CHILDREN = {};
  private static final String CONTAINED = "contained";

  private final JsonParser parser;
  private final ResourceTypeDetection types;
  private final Issues issues;
  private final ReadPath path = new ReadPath();
  private final ElementRules rules;
  private final ChildStack stack = new ChildStack();
  private boolean isInContained;

  /**
   * A reader of one resource.
   *
   * @param isChecked whether values and cardinalities are checked too
   */
  ResourceReader(JsonParser parser, ResourceTypeDetection types, Issues issues, boolean isChecked) {
    this.parser = parser;
    this.types = types;
    this.issues = issues;
    this.rules = new ElementRules(issues, path, isChecked);
  }

  Element read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw issues.fatal("A resource must be a JSON object");
    }
    long start = parser.currentTokenLocation().getByteOffset();
    String first = parser.nextFieldName();
    TypeDefinition type = types.typeOf(start, first, () -> "");
    if (type.isAbstract()) {
      issues.throwIfAny();
    }
    Element resource = readObject(type.root(), type, -1, first);
    if (parser.nextToken() != null) {
      throw issues.fatal("There is more text behind the resource");
    }
    issues.throwIfAny();
    return resource;
  }

  private Element readNested(Property property, int index) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      issues.add(
          "structure",
          "Element '" + property.jsonName() + "' must be an object",
          path.of(property, index));
      parser.skipChildren();
      return new Element(property, property.type(), NO_CHILDREN);
    }
    if (property.type().kind() != TypeDefinition.Kind.RESOURCE) {
      return readObject(property, property.type(), index, parser.nextFieldName());
    }
    return readNestedResource(property, index);
  }

  private Element readNestedResource(Property property, int index) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    String first = parser.nextFieldName();
    TypeDefinition type = types.typeOf(start, first, () -> path.of(property, index));
    if (type.isAbstract()) {
      skipObject();
      return new Element(property, type, NO_CHILDREN);
    }
    boolean wasInContained = isInContained;
    isInContained = property.jsonName().equals(CONTAINED);
    Element resource = readObject(property, type, index, first);
    isInContained = wasInContained;
    return resource;
  }

  /** Skips what is left of an object of which nothing but the first name or value was read. */
  private void skipObject() throws IOException {
    JsonToken token = parser.currentToken();
    while (token != JsonToken.END_OBJECT) {
      parser.skipChildren();
      token = parser.nextToken();
    }
  }

  private Element readObject(
      Property property, TypeDefinition type, int index, @Nullable String firstName)
      throws IOException {
    ReadFrame frame = path.enter(property, type, index, stack.top());
    frame.issuesBefore = issues.count();
    for (String name = firstName; name != null; name = parser.nextFieldName()) {
      frame.hasContent = true;
      if (parser.currentToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
      }
      Property child = type.property(name);
      if (child == null) {
        readOther(frame, name);
      } else if (name.charAt(0) == '_') {
        readPartner(frame, child);
      } else {
        readValue(frame, child);
      }
    }
    Element element = new Element(property, type, stack.take(frame.base));
    rules.check(frame, element);
    path.leave();
    return element;
  }

  /** A name that is no element: the resource type, which is known already, or a mistake. */
  private void readOther(ReadFrame frame, String name) throws IOException {
    if (!name.equals(ResourceTypeDetection.RESOURCE_TYPE)
        || frame.type().kind() != TypeDefinition.Kind.RESOURCE) {
      issues.add(
          "structure",
          "Unknown element " + Issues.quoted(name) + " in " + frame.type(),
          path.here());
    } else if (frame.hasResourceType) {
      issues.add("structure", "'resourceType' is given twice", path.here());
    } else {
      frame.hasResourceType = true;
    }
    parser.skipChildren();
  }

  private void readValue(ReadFrame frame, Property property) throws IOException {
    long bit = property.definition().bit();
    if ((frame.values & bit) != 0 || isOtherChoice(frame, property)) {
      refuseSecond(property, property.jsonName());
      return;
    }
    frame.values |= bit;
    if (isInContained && property.jsonName().equals(CONTAINED)) {
      issues.add(
          "invariant",
          "A contained resource must not contain resources (rule dom-2)",
          path.of(property, -1));
      parser.skipChildren();
    } else if (property.definition().isRepeating()) {
      if (enterArray(property, property.jsonName())) {
        int length = property.isPrimitive() ? readValues(frame, property) : readObjects(property);
        refuseEmptyArray(property, property.jsonName(), length);
      }
    } else if (property.isPrimitive()) {
      primitive(frame, property, frame.partners).setValue(readPrimitive(property, -1));
    } else {
      stack.push(readNested(property, -1));
    }
  }

  private boolean isOtherChoice(ReadFrame frame, Property property) {
    long read = frame.values | frame.partners;
    return property.definition().isChoice()
        && (read & property.definition().bit()) != 0
        && stack.first(frame.base, property).property() != property;
  }

  private void refuseSecond(Property property, String jsonName) throws IOException {
    String reason =
        property.definition().isChoice()
            ? "Only one '"
                + property.definition().name()
                + "[x]' may be given, not also '"
                + jsonName
                + "'"
            : "Element '" + jsonName + "' is given twice";
    issues.add("structure", reason, path.of(property, -1));
    parser.skipChildren();
  }

  private int readObjects(Property property) throws IOException {
    int length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      stack.push(readNested(property, length));
      length++;
    }
    return length;
  }

  private int readValues(ReadFrame frame, Property property) throws IOException {
    ChildStack.Run run = run(frame, property, frame.partners);
    int length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Element primitive = run.at(length);
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        frame.hasPairs = true;
      } else {
        primitive.setValue(readPrimitive(property, length));
      }
      length++;
    }
    run.close();
    return length;
  }

  private boolean enterArray(Property property, String jsonName) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return true;
    }
    issues.add("structure", "Element '" + jsonName + "' must be an array", path.of(property, -1));
    parser.skipChildren();
    return false;
  }

  private void refuseEmptyArray(Property property, String jsonName, int length) {
    if (length == 0) {
      issues.add(
          "structure", "Element '" + jsonName + "' must not be empty", path.of(property, -1));
    }
  }

  private void readPartner(ReadFrame frame, Property property) throws IOException {
    String jsonName = "_" + property.jsonName();
    long bit = property.definition().bit();
    if ((frame.partners & bit) != 0 || isOtherChoice(frame, property)) {
      refuseSecond(property, jsonName);
      return;
    }
    frame.partners |= bit;
    frame.hasPairs = true;
    if (!property.definition().isRepeating()) {
      primitive(frame, property, frame.values).setChildren(readNested(property, -1).rawChildren());
    } else if (enterArray(property, jsonName)) {
      readPartners(property, jsonName, run(frame, property, frame.values));
    }
  }

  private void readPartners(Property property, String jsonName, ChildStack.Run run)
      throws IOException {
    boolean hasAny = false;
    int length = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Element primitive = run.at(length);
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        hasAny = true;
        primitive.setChildren(readNested(property, length).rawChildren());
      }
      length++;
    }
    run.close();
    refuseEmptyArray(property, jsonName, length);
    if (length > 0 && !hasAny) {
      issues.add(
          "structure", "Element '" + jsonName + "' has nothing but null", path.of(property, -1));
    }
  }

  private String readPrimitive(Property property, int index) throws IOException {
    PrimitiveFormat format = property.type().format();
    JsonToken token = parser.currentToken();
    if (!format.isWrittenAs(token)) {
      String reason =
          token == JsonToken.VALUE_NULL ? "must not be null" : "must be " + format.jsonType();
      issues.add(
          "structure", "Element '" + property.jsonName() + "' " + reason, path.of(property, index));
      parser.skipChildren();
      return "";
    }
    String value = parser.getText();
    rules.checkPrimitive(property, index, value);
    return value;
  }

  /** The primitive whose other half may have been read before. */
  private Element primitive(ReadFrame frame, Property property, long otherHalf) {
    return run(frame, property, otherHalf).at(0);
  }

  /** The primitives whose other half may have been read before. */
  private ChildStack.Run run(ReadFrame frame, Property property, long otherHalf) {
    boolean isNew = (otherHalf & property.definition().bit()) == 0;
    return isNew ? stack.newRun(property) : stack.run(frame.base, property);
  }
}
