package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
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
  static final String RESOURCE_TYPE = "resourceType";

  private static final Element[] NO_CHILDREN = {};
  private static final String CONTAINED = "contained";

  /** A parser of the same text from its start. */
  interface SecondParser {
    JsonParser open() throws IOException;
  }

  private final FhirDefinitions definitions;
  private final JsonParser parser;
  private final SecondParser secondParser;
  private final Issues issues;
  private final ReadPath path = new ReadPath();
  private final ElementRules rules;
  private Optional<ResourceTypeScan> scan = Optional.empty();
  private Element[] stack = new Element[64];
  private int top;
  private boolean isInContained;

  ResourceReader(
      FhirDefinitions definitions, JsonParser parser, SecondParser secondParser, Issues issues) {
    this.definitions = definitions;
    this.parser = parser;
    this.secondParser = secondParser;
    this.issues = issues;
    this.rules = new ElementRules(issues, path);
  }

  Element read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw issues.fatal("A resource must be a JSON object");
    }
    long start = parser.currentTokenLocation().getByteOffset();
    String first = parser.nextFieldName();
    TypeDefinition type = resourceType(start, first, "");
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

  /** The type of the resource whose first property is the current token; Resource if unknown. */
  private TypeDefinition resourceType(long start, @Nullable String first, String expression)
      throws IOException {
    Optional<String> name = Optional.empty();
    if (first != null && first.equals(RESOURCE_TYPE)) {
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        name = Optional.of(parser.getText());
      }
    } else if (first != null) {
      name = scan().typeOf(start);
    }
    if (name.isEmpty()) {
      issues.add("structure", "A resource must name its type in 'resourceType'", expression);
      return abstractResource();
    }
    Optional<ResourceType> type = ResourceType.named(name.get());
    if (type.isEmpty()) {
      issues.add("structure", "Unknown resource type " + Issues.quoted(name.get()), expression);
      return abstractResource();
    }
    return definitions.resource(type.get());
  }

  private TypeDefinition abstractResource() {
    return definitions.type("Resource").orElseThrow();
  }

  private ResourceTypeScan scan() throws IOException {
    if (scan.isEmpty()) {
      try (JsonParser second = secondParser.open()) {
        scan = Optional.of(new ResourceTypeScan(second));
      }
    }
    return scan.get();
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
    TypeDefinition type = resourceType(start, first, path.of(property, index));
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
    ReadFrame frame = path.enter(property, type, index, top);
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
    Element[] children =
        top == frame.base ? NO_CHILDREN : Arrays.copyOfRange(stack, frame.base, top);
    top = frame.base;
    Element element = new Element(property, type, children);
    rules.check(frame, element);
    path.leave();
    return element;
  }

  /** A name that is no element: the resource type, which is known already, or a mistake. */
  private void readOther(ReadFrame frame, String name) throws IOException {
    if (!name.equals(RESOURCE_TYPE) || frame.type().kind() != TypeDefinition.Kind.RESOURCE) {
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
          "invariant", "A contained resource must not contain resources", path.of(property, -1));
      parser.skipChildren();
    } else if (property.definition().isRepeating()) {
      readArray(frame, property);
    } else if (property.isPrimitive()) {
      putValue(frame, property, readPrimitive(property, -1));
    } else {
      push(readNested(property, -1));
    }
  }

  private boolean isOtherChoice(ReadFrame frame, Property property) {
    long read = frame.values | frame.partners;
    return property.definition().isChoice()
        && (read & property.definition().bit()) != 0
        && stack[place(frame, property, read)].property() != property;
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

  private void readArray(ReadFrame frame, Property property) throws IOException {
    if (!enterArray(property, property.jsonName())) {
      return;
    }
    int start = place(frame, property, frame.partners);
    int i = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!property.isPrimitive()) {
        push(readNested(property, i));
      } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
        frame.hasPairs = true;
        elementAt(property, start + i);
      } else {
        elementAt(property, start + i).setValue(readPrimitive(property, i));
      }
      i++;
    }
    refuseEmptyArray(property, property.jsonName(), i);
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
    int start = place(frame, property, frame.values);
    if (!property.definition().isRepeating()) {
      elementAt(property, start).setChildren(readPartnerObject(property, -1));
    } else if (enterArray(property, jsonName)) {
      readPartnerArray(property, start);
    }
  }

  private void readPartnerArray(Property property, int start) throws IOException {
    String jsonName = "_" + property.jsonName();
    boolean hasAny = false;
    int i = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      hasAny |= parser.currentToken() != JsonToken.VALUE_NULL;
      Element[] children = readPartnerObject(property, i);
      elementAt(property, start + i).setChildren(children);
      i++;
    }
    refuseEmptyArray(property, jsonName, i);
    if (i > 0 && !hasAny) {
      issues.add(
          "structure", "Element '" + jsonName + "' has nothing but null", path.of(property, -1));
    }
  }

  private Element[] readPartnerObject(Property property, int index) throws IOException {
    if (index >= 0 && parser.currentToken() == JsonToken.VALUE_NULL) {
      return NO_CHILDREN;
    }
    return readNested(property, index).rawChildren();
  }

  private void putValue(ReadFrame frame, Property property, String value) {
    int place = place(frame, property, frame.partners);
    elementAt(property, place).setValue(value);
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

  /** The place of the first child of that element, if the other half of its pairs was read. */
  private int place(ReadFrame frame, Property property, long otherHalf) {
    if ((otherHalf & property.definition().bit()) == 0) {
      return top;
    }
    int i = frame.base;
    while (i < top && stack[i].definition() != property.definition()) {
      i++;
    }
    return i;
  }

  /** The primitive at that place of the stack; if another element stands there, a new one. */
  private Element elementAt(Property property, int place) {
    if (place < top && stack[place].definition() == property.definition()) {
      return stack[place];
    }
    Element element = new Element(property, (String) null);
    push(element);
    if (place < top - 1) {
      System.arraycopy(stack, place, stack, place + 1, top - 1 - place);
      stack[place] = element;
    }
    return element;
  }

  private void push(Element element) {
    if (top == stack.length) {
      stack = Arrays.copyOf(stack, 2 * top);
    }
    stack[top++] = element;
  }
}
