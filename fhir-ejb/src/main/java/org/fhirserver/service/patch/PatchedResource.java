package org.fhirserver.service.patch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.fhirpath.FhirPath;
import org.fhirserver.store.fhirpath.Syntax;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.ElementEditor;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.TypeDefinition;

/** A resource while operations of a FHIRPath Patch change it. */
final class PatchedResource {
  private static final Set<String> IMMUTABLE_META = Set.of("versionId", "lastUpdated");

  private final Element resource;
  private final FhirDefinitions definitions;
  private final ElementEditor editor;

  PatchedResource(Element resource, FhirDefinitions definitions) {
    this.resource = resource;
    this.definitions = definitions;
    this.editor = new ElementEditor(resource);
  }

  /** All elements of one name in one place. */
  record ElementList(Element parent, ElementDefinition definition) {
    int size() {
      return parent.children(definition.name()).size();
    }
  }

  Element resource() {
    return resource;
  }

  private List<Element> find(FhirPathOperation operation, Syntax syntax) {
    try {
      return FhirPath.compile(syntax, operation.path(), List.of(resource.type()), definitions)
          .evaluate(resource);
    } catch (FhirException e) {
      throw operation.refusal(e.issues().get(0).diagnostics());
    }
  }

  /** The one element at the path. */
  Element one(FhirPathOperation operation) {
    return optional(operation)
        .orElseThrow(
            () -> operation.refusal("there is nothing at '%s'.".formatted(operation.path())));
  }

  /** The one element at the path, or none. */
  Optional<Element> optional(FhirPathOperation operation) {
    List<Element> found = find(operation, operation.syntax());
    if (found.size() > 1) {
      throw operation.refusal(
          "there are %d elements at '%s', but it needs one."
              .formatted(found.size(), operation.path()));
    }
    for (Element element : found) {
      requireWithin(operation, element);
    }
    return found.stream().findFirst();
  }

  /** The list at the path, which may be empty. */
  ElementList list(FhirPathOperation operation) {
    List<Element> found = find(operation, operation.syntax());
    ElementList list =
        found.isEmpty()
            ? place(operation)
            : new ElementList(parent(operation, found.get(0)), found.get(0).definition());
    if (!list.definition().isRepeating()
        || !found.equals(list.parent().children(list.definition().name()))) {
      throw operation.refusal("'%s' is no whole list.".formatted(operation.path()));
    }
    return list;
  }

  /** Where the element would stand that the path names but that is not there. */
  ElementList place(FhirPathOperation operation) {
    if (operation.syntax() instanceof Syntax.Path path
        && path.steps().get(path.steps().size() - 1) instanceof Syntax.Step.Child last) {
      List<Syntax.Step> before = path.steps().subList(0, path.steps().size() - 1);
      List<Element> parents =
          before.isEmpty()
              ? find(operation, path.start())
              : find(operation, new Syntax.Path(path.start(), before, path.position()));
      if (parents.size() == 1) {
        requireWithin(operation, parents.get(0));
        return new ElementList(parents.get(0), definition(operation, parents.get(0), last.name()));
      }
    }
    throw operation.refusal("there is no one place for '%s'.".formatted(operation.path()));
  }

  /** The definition of an element that an element may have. */
  ElementDefinition definition(FhirPathOperation operation, Element parent, String name) {
    String plain = name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    return parent
        .type()
        .element(plain)
        .or(() -> parent.type().elementOf(plain))
        .orElseThrow(
            () -> operation.refusal("%s has no element '%s'.".formatted(parent.type(), name)));
  }

  void insert(FhirPathOperation operation, Element parent, Element child, int index) {
    requireMutable(operation, parent, child);
    editor.insert(parent, child, index);
  }

  void replace(FhirPathOperation operation, Element old, Element child) {
    Element parent = parent(operation, old);
    requireMutable(operation, parent, child);
    editor.replace(parent, old, child);
  }

  /** Takes an element away, and those around it that have nothing else. */
  void remove(FhirPathOperation operation, Element element) {
    Element parent = parent(operation, element);
    requireMutable(operation, parent, element);
    editor.remove(parent, element);
    boolean isEmpty = parent.children().isEmpty() && parent.value().isEmpty();
    if (isEmpty && parent.type().kind() != TypeDefinition.Kind.RESOURCE) {
      remove(operation, parent);
    }
  }

  void move(FhirPathOperation operation, ElementList list, int source, int destination) {
    Element moved = list.parent().children(list.definition().name()).get(source);
    requireMutable(operation, list.parent(), moved);
    editor.remove(list.parent(), moved);
    editor.insert(list.parent(), moved, destination);
  }

  private void requireWithin(FhirPathOperation operation, Element element) {
    if (element != resource) {
      parent(operation, element);
    }
  }

  private Element parent(FhirPathOperation operation, Element element) {
    return editor
        .parent(element)
        .orElseThrow(
            () ->
                operation.refusal(
                    "'%s' is no element of the resource.".formatted(operation.path())));
  }

  private void requireMutable(FhirPathOperation operation, Element parent, Element child) {
    boolean isId = parent == resource && child.name().equals("id");
    boolean isVersion =
        IMMUTABLE_META.contains(child.name()) && resource.children("meta").contains(parent);
    if (isId || isVersion) {
      throw operation.refusal(
          "'%s' cannot be changed: the server gives it.".formatted(child.name()));
    }
  }
}
