package org.fhirserver.service.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.Parser;
import org.fhirserver.store.fhirpath.Syntax;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementDefinition;

/**
 * One operation of a FHIRPath Patch.
 *
 * @param number its place in the patch, counted from 1
 * @param parts what it consists of, by name
 * @param syntax the part "path"
 * @see <a href="https://hl7.org/fhir/R4/fhirpatch.html#concept">Operations</a>
 */
record FhirPathOperation(
    int number, Type type, Map<String, Element> parts, String path, Syntax syntax) {
  private static final int MOST_OPERATIONS = 1_000;
  private static final String PATH = "path";
  private static final String NAME = "name";
  private static final String VALUE = "value";
  private static final String INDEX = "index";
  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination";

  /** What is done, and which parts that needs besides the path. */
  enum Type {
    ADD(NAME, VALUE),
    INSERT(INDEX, VALUE),
    DELETE,
    REPLACE(VALUE),
    MOVE(SOURCE, DESTINATION),
    UPSERT(VALUE);

    private final Set<String> needed;

    Type(String... needed) {
      this.needed = Set.of(needed);
    }

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<Type> of(String code) {
      return java.util.Arrays.stream(values()).filter(each -> each.code().equals(code)).findAny();
    }
  }

  /**
   * The operations of a patch, in their order.
   *
   * @throws FhirException INVALID if the resource is no Parameters with nothing but operations
   */
  static List<FhirPathOperation> all(Element parameters) {
    if (!parameters.type().name().equals("Parameters")) {
      throw FhirException.invalid("A FHIRPath Patch must be a Parameters resource.");
    }
    List<Element> all = parameters.children("parameter");
    if (all.size() > MOST_OPERATIONS) {
      throw FhirException.invalid(
          "A patch may have %d operations at most.".formatted(MOST_OPERATIONS));
    }
    List<FhirPathOperation> operations = new ArrayList<>();
    for (Element parameter : all) {
      operations.add(of(operations.size() + 1, parameter));
    }
    return operations;
  }

  private static FhirPathOperation of(int number, Element parameter) {
    if (!parameter.childValue(NAME).equals(Optional.of("operation"))) {
      throw FhirException.invalid(
          "Parameter %d of the patch is no operation: its name must be 'operation'."
              .formatted(number));
    }
    Map<String, Element> parts = parts(number, parameter);
    String code = text(parts, "type").orElse("");
    Type type =
        Type.of(code)
            .orElseThrow(
                () ->
                    FhirException.invalid(
                        "Operation %d of the patch must have a type of 'add', 'insert', 'delete', 'replace', 'move' and 'upsert'."
                            .formatted(number)));
    String path = text(parts, PATH).orElseThrow(() -> missing(number, type, PATH));
    for (String part : type.needed) {
      if (!parts.containsKey(part)) {
        throw missing(number, type, part);
      }
    }
    return new FhirPathOperation(number, type, parts, path, syntax(number, type, path));
  }

  private static Syntax syntax(int number, Type type, String path) {
    try {
      return Parser.parse(path);
    } catch (FhirException e) {
      throw refusal(number, type, e.issues().get(0).diagnostics());
    }
  }

  private static Map<String, Element> parts(int number, Element parameter) {
    Map<String, Element> parts = new HashMap<>();
    for (Element part : parameter.children("part")) {
      String name = part.childValue(NAME).orElse("");
      if (parts.put(name, part) != null) {
        throw FhirException.invalid(
            "Operation %d of the patch has the part '%s' twice.".formatted(number, name));
      }
    }
    return parts;
  }

  private static Optional<String> text(Map<String, Element> parts, String name) {
    return Optional.ofNullable(parts.get(name)).flatMap(part -> part.childValue(VALUE));
  }

  private static FhirException missing(int number, Type type, String part) {
    return refusal(number, type, "it must have the part '" + part + "'.");
  }

  private static FhirException refusal(int number, Type type, String reason) {
    return FhirException.invalid(
        "Operation %d (%s) of the patch cannot be done: %s".formatted(number, type.code(), reason));
  }

  /** The exception that tells why this operation cannot be done. */
  FhirException refusal(String reason) {
    return refusal(number, type, reason);
  }

  /**
   * Makes the change.
   *
   * @throws FhirException INVALID if it cannot be made
   */
  void apply(PatchedResource resource) {
    switch (type) {
      case ADD -> add(resource, resource.one(this));
      case INSERT -> insert(resource);
      case DELETE -> resource.optional(this).ifPresent(element -> resource.remove(this, element));
      case REPLACE -> replace(resource, resource.one(this));
      case MOVE -> move(resource);
      case UPSERT -> upsert(resource);
    }
  }

  private void add(PatchedResource resource, Element parent) {
    ElementDefinition definition = resource.definition(this, parent, name());
    if (!definition.isRepeating() && parent.child(definition.name()).isPresent()) {
      throw refusal("there is an element '%s' already at '%s'.".formatted(definition.name(), path));
    }
    int last = parent.children(definition.name()).size();
    resource.insert(this, parent, value(definition), last);
  }

  private void insert(PatchedResource resource) {
    PatchedResource.ElementList list = resource.list(this);
    int index = number(INDEX, list.size());
    resource.insert(this, list.parent(), value(list.definition()), index);
  }

  private void replace(PatchedResource resource, Element element) {
    resource.replace(this, element, value(element.definition()));
  }

  private void move(PatchedResource resource) {
    PatchedResource.ElementList list = resource.list(this);
    int source = number(SOURCE, list.size() - 1);
    int destination = number(DESTINATION, list.size() - 1);
    resource.move(this, list, source, destination);
  }

  /** Replaces the element, or adds it if there is none. */
  private void upsert(PatchedResource resource) {
    if (!parts.containsKey(NAME)) {
      Optional<Element> present = resource.optional(this);
      if (present.isPresent()) {
        replace(resource, present.get());
      } else {
        PatchedResource.ElementList list = resource.place(this);
        resource.insert(this, list.parent(), value(list.definition()), list.size());
      }
      return;
    }
    Element parent = resource.one(this);
    ElementDefinition definition = resource.definition(this, parent, name());
    Optional<Element> present =
        definition.isRepeating() ? Optional.empty() : parent.child(definition.name());
    if (present.isPresent()) {
      replace(resource, present.get());
    } else {
      add(resource, parent);
    }
  }

  private String name() {
    return text(parts, NAME).orElseThrow(() -> refusal("the part 'name' must be a text."));
  }

  private int number(String part, int most) {
    int value =
        text(parts, part)
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(Integer::valueOf)
            .orElseThrow(
                () -> refusal("the part '%s' must be a number from 0 up.".formatted(part)));
    if (value > most) {
      throw refusal(
          "the part '%s' is %d, but '%s' allows %d at most.".formatted(part, value, path, most));
    }
    return value;
  }

  private Element value(ElementDefinition definition) {
    Element part = parts.get(VALUE);
    return Optional.ofNullable(part)
        .flatMap(present -> PatchValue.of(definition, present))
        .orElseThrow(
            () ->
                refusal(
                    "the value is none for the element '%s' at '%s'."
                        .formatted(definition.name(), path)));
  }
}
