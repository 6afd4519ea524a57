package org.fhirserver.store.fhirpath;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fhirserver.store.Issue;
import org.fhirserver.store.fhirpath.Environment.Allowance;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceRules;
import org.fhirserver.store.model.TypeDefinition;

/**
 * The invariants of the structure definitions of R4. A rule counts as broken if it is certainly
 * false; where it cannot be told, as with dates of different precision, the resource is taken.
 *
 * @see <a href="https://hl7.org/fhir/R4/conformance-rules.html#constraints">Constraints</a>
 */
public final class Invariants implements ResourceRules {
  private static final int MOST_ISSUES = 20;
  private static final long ALLOWANCE = 100_000_000;

  /** What is checked while a resource is read, and needs no second look. */
  private static final Set<String> CHECKED_BY_READER =
      Set.of("ele-1", "ext-1", "dom-2", "txt-1", "txt-2");

  private static final Map<String, Invariant.Rule> BY_HAND =
      Map.of("ref-1", ContainedRules::pointsToContained, "dom-3", ContainedRules::arePointedTo);

  private final FhirDefinitions definitions;
  private final Map<String, List<InvariantText>> textsOfTypes = new HashMap<>();
  private final Map<ElementDefinition, List<InvariantText>> textsOfElements = new HashMap<>();
  private final Map<TypeDefinition, List<Invariant>> ofTypes = new ConcurrentHashMap<>();
  private final Map<ElementDefinition, List<Invariant>> ofElements = new ConcurrentHashMap<>();

  /** Reads the invariants; they are compiled when what they are for is first met. */
  public Invariants(FhirDefinitions definitions) {
    this.definitions = definitions;
    for (InvariantText text : InvariantText.load()) {
      if (CHECKED_BY_READER.contains(text.key())) {
        continue;
      }
      if (definitions.type(text.path()).isPresent()) {
        textsOfTypes.computeIfAbsent(text.path(), path -> new ArrayList<>()).add(text);
      } else {
        textsOfElements.computeIfAbsent(element(text.path()), key -> new ArrayList<>()).add(text);
      }
    }
  }

  private ElementDefinition element(String path) {
    int dot = path.lastIndexOf('.');
    return definitions
        .type(path.substring(0, dot))
        .flatMap(type -> type.element(path.substring(dot + 1).replace("[x]", "")))
        .orElseThrow(() -> new IllegalStateException("No such element: " + path));
  }

  private Invariant compile(InvariantText text, List<TypeDefinition> types) {
    Invariant.Rule byHand = BY_HAND.get(text.key());
    return new Invariant(
        text,
        byHand == null
            ? FhirPath.compile(
                    Parser.parse(text.expression()), text.expression(), types, definitions)
                ::test
            : byHand);
  }

  private List<Invariant> of(TypeDefinition type) {
    List<Invariant> known = ofTypes.get(type);
    return known == null ? ofTypes.computeIfAbsent(type, this::compile) : known;
  }

  /** The invariants of a type and of those that it specializes. */
  private List<Invariant> compile(TypeDefinition type) {
    List<Invariant> invariants = new ArrayList<>();
    for (Optional<TypeDefinition> each = Optional.of(type);
        each.isPresent();
        each = each.get().base()) {
      for (InvariantText text : textsOfTypes.getOrDefault(each.get().name(), List.of())) {
        invariants.add(compile(text, List.of(type)));
      }
    }
    return List.copyOf(invariants);
  }

  private List<Invariant> of(ElementDefinition element) {
    List<InvariantText> texts = textsOfElements.get(element);
    return texts == null
        ? List.of()
        : ofElements.computeIfAbsent(
            element, key -> texts.stream().map(text -> compile(text, key.types())).toList());
  }

  @Override
  public List<Issue> violations(Element resource) {
    List<Issue> issues = new ArrayList<>();
    forEach(
        resource,
        (invariant, scope) -> {
          if (issues.size() < MOST_ISSUES && invariant.test(scope) == Truth.FALSE) {
            issues.add(issue(invariant, ElementPath.of(resource, scope.context())));
          }
        });
    return issues;
  }

  private static Issue issue(Invariant invariant, String path) {
    InvariantText text = invariant.text();
    return Issue.error("invariant", "Rule " + text.key() + " is broken: " + text.human(), path);
  }

  /** What is done with an invariant and an element that it is a rule for. */
  interface Visitor {
    void visit(Invariant invariant, Scope scope);
  }

  /** Visits each invariant of each element of a resource and of those in it. */
  void forEach(Element resource, Visitor visitor) {
    visit(resource, Environment.of(resource, new Allowance(ALLOWANCE)), visitor);
  }

  private void visit(Element element, Environment environment, Visitor visitor) {
    visit(of(element.type()), element, environment, visitor);
    for (Element child : element.children()) {
      visit(of(child.definition()), child, environment, visitor);
      if (!child.type().isPrimitive() || !child.children().isEmpty()) {
        boolean isResource = child.type().kind() == TypeDefinition.Kind.RESOURCE;
        visit(child, isResource ? environment.within(child) : environment, visitor);
      }
    }
  }

  private static void visit(
      List<Invariant> invariants, Element element, Environment environment, Visitor visitor) {
    if (!invariants.isEmpty()) {
      Scope scope = Scope.of(environment, element);
      for (Invariant invariant : invariants) {
        visitor.visit(invariant, scope);
      }
    }
  }
}
