package org.fhirserver.store.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.TypeDefinition;

/** Looks up the names of parsed paths in the definitions, so that nothing is left for later. */
final class PathCompiler {
  private static final String RESOURCE = "Resource";
  private static final String DOMAIN_RESOURCE = "DomainResource";

  private final FhirDefinitions definitions;

  PathCompiler(FhirDefinitions definitions) {
    this.definitions = definitions;
  }

  /** The path that ends where it starts: at the resource. */
  CompiledPath root(ResourceType base) {
    return new CompiledPath(
        base,
        List.of(),
        Optional.empty(),
        List.of(definitions.resource(base)),
        Optional.empty(),
        false,
        false);
  }

  /** Whether the type is derived from {@code DomainResource}. */
  boolean isDomainResource(ResourceType base) {
    return definitions.resource(base).isA(DOMAIN_RESOURCE);
  }

  /**
   * The paths of an expression that start at the resource type or one that it is derived from.
   *
   * @throws FhirException INVALID if a name is not defined
   */
  List<CompiledPath> compile(String expression, ResourceType base) {
    return compile(expression, root(base));
  }

  /**
   * The paths of an expression that is read with an element in focus.
   *
   * @throws FhirException INVALID if a name is not defined
   */
  List<CompiledPath> compile(String expression, CompiledPath focus) {
    return IndexablePaths.parse(expression).stream()
        .flatMap(path -> start(path, focus).map(start -> follow(path, start)).stream())
        .toList();
  }

  /** Where the path starts; empty if it is one of another resource type. */
  private Optional<CompiledPath> start(PathExpression path, CompiledPath focus) {
    ResourceType base = focus.base();
    return switch (path.root()) {
      case PathExpression.FOCUS -> Optional.of(focus);
      case PathExpression.RESOURCE, RESOURCE -> Optional.of(root(base));
      case DOMAIN_RESOURCE -> isDomainResource(base) ? Optional.of(root(base)) : Optional.empty();
      default -> path.root().equals(base.typeName()) ? Optional.of(root(base)) : Optional.empty();
    };
  }

  private CompiledPath follow(PathExpression path, CompiledPath start) {
    CompiledPath result = start;
    for (PathStep step : path.steps()) {
      result = follow(step, result);
    }
    return result;
  }

  private CompiledPath follow(PathStep step, CompiledPath path) {
    if (path.onlyTarget().isPresent()) {
      throw FhirException.invalid(
          "The expression cannot be indexed: nothing can follow where(resolve() is %s) at '%s'."
              .formatted(path.onlyTarget().get(), path.text()));
    }
    if (step instanceof PathStep.Child child) {
      return child(child.name(), path);
    }
    if (step instanceof PathStep.OfType ofType) {
      return ofType(ofType.type(), path);
    }
    if (step instanceof PathStep.Where where) {
      child(where.child(), path);
      ElementStep filter = new ElementStep.Where(where.child(), where.literal());
      return path.then(filter, path.element(), path.types());
    }
    if (step instanceof PathStep.ResolvesTo resolves) {
      return path.onlyTo(
          ResourceType.named(resolves.type()).orElseThrow(() -> unknown(resolves.type(), path)));
    }
    if (step instanceof PathStep.Item item) {
      return path.then(new ElementStep.Item(item.index()), path.element(), path.types());
    }
    return path.asExistence();
  }

  /** The path to the children of that name. */
  CompiledPath child(String name, CompiledPath path) {
    List<ElementDefinition> elements =
        path.types().stream().flatMap(type -> type.element(name).stream()).toList();
    if (elements.isEmpty()) {
      return chosen(name, path).orElseThrow(() -> unknown(name, path));
    }
    Set<TypeDefinition> types = new LinkedHashSet<>();
    elements.forEach(element -> types.addAll(element.types()));
    Optional<ElementDefinition> only =
        elements.size() == 1 ? Optional.of(elements.get(0)) : Optional.empty();
    return path.then(new ElementStep.Child(name), only, List.copyOf(types));
  }

  /** Some write a choice with its type, as in JSON: {@code valueDateTime}. */
  private Optional<CompiledPath> chosen(String jsonName, CompiledPath path) {
    for (TypeDefinition type : path.types()) {
      Optional<ElementDefinition> choice =
          type.elementOf(jsonName).filter(ElementDefinition::isChoice);
      if (choice.isPresent()) {
        ElementDefinition element = choice.get();
        return element.types().stream()
            .filter(chosen -> element.jsonName(chosen).filter(jsonName::equals).isPresent())
            .findFirst()
            .map(chosen -> narrow(child(element.name(), path), chosen));
      }
    }
    return Optional.empty();
  }

  private CompiledPath ofType(String name, CompiledPath path) {
    TypeDefinition type =
        path.types().stream()
            .map(candidate -> narrowed(candidate, name))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(() -> unknown(name, path));
    return narrow(path, type);
  }

  /** The path to the values of that type alone. */
  CompiledPath narrow(CompiledPath path, TypeDefinition type) {
    return path.types().equals(List.of(type))
        ? path
        : path.then(new ElementStep.OfType(type), path.element(), List.of(type));
  }

  /** R4 itself writes DateTime for dateTime, so upper and lower case are one. */
  private Optional<TypeDefinition> narrowed(TypeDefinition candidate, String name) {
    if (candidate.name().equalsIgnoreCase(name)) {
      return Optional.of(candidate);
    }
    return candidate.name().equals(RESOURCE)
        ? ResourceType.named(name).map(definitions::resource)
        : Optional.empty();
  }

  private static FhirException unknown(String name, CompiledPath path) {
    return FhirException.invalid(
        "The expression cannot be indexed: '%s' is not defined at '%s'."
            .formatted(name, path.text()));
  }
}
