package org.fhirserver.store.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/** Compares extracted values with those that HAPI finds. */
final class OracleComparison {
  private final SearchParameterRegistry registry;
  private final SearchValues searchValues;
  private final FhirJson json;
  private final Map<String, SearchParameterDefinition> definitions = new HashMap<>();
  private final HapiOracle oracle = new HapiOracle();

  OracleComparison(SearchParameterRegistry registry, FhirJson json) {
    this.registry = registry;
    this.searchValues = new SearchValues(registry);
    this.json = json;
    SearchParameterDefinitions.load().forEach(each -> definitions.put(each.url(), each));
  }

  /** The differences for one resource, a line for each parameter. */
  List<String> differences(byte[] bytes) {
    Element element = json.read(bytes);
    Resource resource = oracle.parse(new String(bytes, StandardCharsets.UTF_8));
    List<IndexValue> values = searchValues.extract(element);
    ResourceType type = ResourceType.named(element.type().name()).orElseThrow();
    List<String> differences = new ArrayList<>();
    for (SearchParameter parameter : registry.parameters(type)) {
      if (parameter.type() == SearchParameterType.COMPOSITE) {
        compare(
            parameter,
            resource,
            tuples(parameter, resource),
            tuples(parameter, values),
            differences);
      } else if (!parameter.sources().isEmpty()) {
        compare(
            parameter,
            resource,
            oracle.values(resource, parameter),
            texts(parameter.sources(), values, Optional.empty()),
            differences);
      }
    }
    return differences;
  }

  private void compare(
      SearchParameter parameter,
      Resource resource,
      Set<String> expected,
      Set<String> actual,
      List<String> differences) {
    if (!expected.equals(actual)) {
      Set<String> missing = new TreeSet<>(expected);
      missing.removeAll(actual);
      Set<String> surplus = new TreeSet<>(actual);
      surplus.removeAll(expected);
      differences.add(
          "%s %s '%s': missing %s, surplus %s"
              .formatted(
                  resource.fhirType() + "/" + resource.getIdPart(),
                  parameter.code(),
                  parameter.expression(),
                  missing,
                  surplus));
    }
  }

  /** The values of the sources; only those with the ordinal, if one is given. */
  private static Set<String> texts(
      List<SearchParameter.Source> sources, List<IndexValue> values, Optional<Integer> ordinal) {
    Set<String> texts = new TreeSet<>();
    for (SearchParameter.Source source : sources) {
      for (IndexValue value : values) {
        if (value.path().equals(source.path())
            && (ordinal.isEmpty() || ordinal.get() == value.element())
            && (source.onlyTarget().isEmpty() || pointsTo(value, source.onlyTarget().get()))) {
          texts.add(ValueText.of(value));
        }
      }
    }
    return texts;
  }

  private static boolean pointsTo(IndexValue value, ResourceType target) {
    if (value instanceof IndexValue.Reference reference) {
      return reference.type() == target;
    }
    return value instanceof IndexValue.Uri uri && uri.value().matches(".*/" + target + "/[^/]+");
  }

  /** What the components have together in each element of each context, as HAPI finds it. */
  private Set<String> tuples(SearchParameter composite, Resource resource) {
    Set<String> tuples = new TreeSet<>();
    for (String context : composite.expression().split(" \\| ", -1)) {
      for (Base element : oracle.evaluate(resource, context)) {
        List<Set<String>> parts = new ArrayList<>();
        for (SearchParameterDefinition.Component component : components(composite)) {
          parts.add(values(component, resource, element));
        }
        addTuple(parts, tuples);
      }
    }
    return tuples;
  }

  private List<SearchParameterDefinition.Component> components(SearchParameter composite) {
    return Objects.requireNonNull(definitions.get(composite.url())).components();
  }

  private Set<String> values(
      SearchParameterDefinition.Component component, Resource resource, Base element) {
    String type = Objects.requireNonNull(definitions.get(component.definition())).type();
    boolean fromResource = component.expression().startsWith("%resource.");
    // R4 has these two exchanged: the parameter "relatesto" is a reference, "relation" a token.
    String expression =
        component.definition().endsWith("/DocumentReference-relatesto")
            ? "target"
            : component.definition().endsWith("/DocumentReference-relation")
                ? "code"
                : component.expression().replace("%resource.", "");
    return HapiValues.of(
        SearchParameterType.named(type).orElseThrow(),
        oracle.evaluate(fromResource ? resource : element, expression));
  }

  /** What the components have together by the ordinals of the extracted values. */
  private static Set<String> tuples(SearchParameter composite, List<IndexValue> values) {
    Set<String> tuples = new TreeSet<>();
    Set<Integer> ordinals = new TreeSet<>();
    values.forEach(value -> ordinals.add(value.element()));
    for (SearchParameter.CompositeContext context : composite.composites()) {
      for (int ordinal : ordinals) {
        List<Set<String>> parts = new ArrayList<>();
        for (SearchParameter.Component component : context.components()) {
          boolean anywhere = context.wholeResource() || component.anywhere();
          parts.add(
              texts(
                  component.sources(), values, anywhere ? Optional.empty() : Optional.of(ordinal)));
        }
        addTuple(parts, tuples);
      }
    }
    return tuples;
  }

  private static void addTuple(List<Set<String>> parts, Set<String> tuples) {
    if (parts.stream().noneMatch(Set::isEmpty)) {
      tuples.add(parts.toString());
    }
  }
}
