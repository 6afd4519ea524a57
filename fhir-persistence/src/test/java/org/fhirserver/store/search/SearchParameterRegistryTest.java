package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParameterRegistryTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(DEFINITIONS, SearchParameterDefinitions.load());

  @Test
  void hasAllParametersOfEveryTypeButThoseWithoutExpression() {
    assertEquals(
        Set.of(
            "_id",
            "_lastUpdated",
            "_profile",
            "_security",
            "_source",
            "_tag",
            "composition",
            "identifier",
            "message",
            "timestamp",
            "type"),
        codes(ResourceType.BUNDLE));
    assertTrue(codes(ResourceType.LOCATION).contains("address"));
    assertTrue(codes(ResourceType.LOCATION).contains("near"));
    assertFalse(codes(ResourceType.PATIENT).contains("_text"));
  }

  @Test
  void knowsParametersThatAreColumnsWithoutSources() {
    for (String code : List.of("_id", "_lastUpdated")) {
      SearchParameter parameter = find(ResourceType.PATIENT, code);

      assertEquals(List.of(), parameter.sources());
    }
  }

  @Test
  void findsNothingForUnknownName() {
    assertEquals(Optional.empty(), REGISTRY.find(ResourceType.PATIENT, "foo"));
    assertEquals(Optional.empty(), REGISTRY.find(ResourceType.PATIENT, "Name"));
  }

  @Test
  void takesUnionsApartIntoSharedPaths() {
    assertEquals(
        List.of("Observation.code", "Observation.component.code"),
        expressions(ResourceType.OBSERVATION, "combo-code"));
    assertEquals(
        paths(ResourceType.OBSERVATION, "combo-code"),
        union(
            paths(ResourceType.OBSERVATION, "code"),
            paths(ResourceType.OBSERVATION, "component-code")));
    assertEquals(
        List.of("Observation.value.ofType(Quantity)"),
        expressions(ResourceType.OBSERVATION, "value-quantity"));
  }

  @Test
  void readsPatientFromPathOfSubject() {
    SearchParameter.Source patient = find(ResourceType.OBSERVATION, "patient").sources().get(0);
    SearchParameter.Source subject = find(ResourceType.OBSERVATION, "subject").sources().get(0);

    assertEquals(subject.path(), patient.path());
    assertEquals(Optional.of(ResourceType.PATIENT), patient.onlyTarget());
    assertEquals(Optional.empty(), subject.onlyTarget());
  }

  @Test
  void readsFamilyFromOnePathOfName() {
    assertEquals(
        List.of(
            "Patient.name.family",
            "Patient.name.given",
            "Patient.name.prefix",
            "Patient.name.suffix",
            "Patient.name.text"),
        expressions(ResourceType.PATIENT, "name"));
    assertTrue(
        paths(ResourceType.PATIENT, "name").containsAll(paths(ResourceType.PATIENT, "family")));
    assertEquals(paths(ResourceType.PATIENT, "name"), paths(ResourceType.PATIENT, "phonetic"));
    assertTrue(
        paths(ResourceType.PATIENT, "address")
            .containsAll(paths(ResourceType.PATIENT, "address-city")));
  }

  @Test
  void keepsCriteriaInPath() {
    assertEquals(
        List.of("Patient.telecom.where(system='email')"),
        expressions(ResourceType.PATIENT, "email"));
    assertEquals(
        List.of("Bundle.entry[0].resource"), expressions(ResourceType.BUNDLE, "composition"));
    assertEquals(
        List.of("Patient.deceased.exists() and Patient.deceased != false"),
        expressions(ResourceType.PATIENT, "deceased"));
  }

  @Test
  void leavesOutTypesThatCannotBeSearched() {
    assertEquals(
        List.of(
            "Observation.value.ofType(Quantity)", "Observation.component.value.ofType(Quantity)"),
        expressions(ResourceType.OBSERVATION, "combo-value-quantity"));
  }

  @ParameterizedTest
  @CsvSource({
    "OBSERVATION, code, -799720685",
    "PATIENT, identifier, -1452697077",
    "PATIENT, deceased, -1366324957",
    "OBSERVATION, value-quantity, -578519024"
  })
  void givesPathsTheSameIdForever(ResourceType type, String code, int id) {
    assertEquals(id, find(type, code).sources().get(0).path().id());
  }

  @Test
  void givesEveryPathItsOwnId() {
    Map<Integer, Set<String>> expressions =
        List.of(ResourceType.values()).stream()
            .flatMap(type -> REGISTRY.parameters(type).stream())
            .flatMap(parameter -> parameter.sources().stream())
            .map(SearchParameter.Source::path)
            .collect(
                Collectors.groupingBy(
                    IndexPath::id,
                    Collectors.mapping(
                        path -> path.type() + " " + path.expression(), Collectors.toSet())));

    assertTrue(expressions.values().stream().allMatch(texts -> texts.size() == 1));
    assertFalse(expressions.containsKey(0));
  }

  @Test
  void tellsCodeSystemsOfPlainCodes() {
    IndexPath gender = find(ResourceType.PATIENT, "gender").sources().get(0).path();

    assertEquals(
        "http://hl7.org/fhir/administrative-gender", gender.impliedSystems().get("female"));
    assertEquals(
        Map.of(),
        find(ResourceType.PATIENT, "identifier").sources().get(0).path().impliedSystems());
  }

  @Test
  void numbersPathsWithinContextsOfComposites() {
    assertTrue(source(ResourceType.OBSERVATION, "component-code").path().numbersElements());
    assertFalse(source(ResourceType.OBSERVATION, "code").path().numbersElements());
  }

  @Test
  void pairsComponentsOfCompositeInEachContext() {
    SearchParameter composite = find(ResourceType.OBSERVATION, "combo-code-value-quantity");

    assertEquals(List.of(), composite.sources());
    assertEquals(
        List.of(true, false),
        composite.composites().stream()
            .map(SearchParameter.CompositeContext::wholeResource)
            .toList());
    assertEquals(
        List.of(
            List.of("Observation.code"),
            List.of("Observation.value.ofType(Quantity)"),
            List.of("Observation.component.code"),
            List.of("Observation.component.value.ofType(Quantity)")),
        composite.composites().stream()
            .flatMap(context -> context.components().stream())
            .map(component -> expressions(component.sources()))
            .toList());
    assertEquals(
        source(ResourceType.OBSERVATION, "component-code").path(),
        composite.composites().get(1).components().get(0).sources().get(0).path());
  }

  @Test
  void takesChoiceOfComponentFromItsParameter() {
    SearchParameter composite = find(ResourceType.GROUP, "characteristic-value");
    SearchParameter.Component value = composite.composites().get(0).components().get(1);

    assertEquals(find(ResourceType.GROUP, "value").sources(), value.sources());
  }

  @Test
  void marksComponentsOutsideOfContext() {
    List<SearchParameter.Component> components =
        find(ResourceType.MOLECULAR_SEQUENCE, "chromosome-variant-coordinate")
            .composites()
            .get(0)
            .components();

    assertEquals(
        List.of(true, false, false),
        components.stream().map(SearchParameter.Component::anywhere).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient.nme",
        "Patient.name.family.given",
        "Patient.name.ofType(Address)",
        "Patient.contact.where(foo='bar')",
        "Patient.managingOrganization.where(resolve() is Foo)",
        "Patient.managingOrganization.where(resolve() is Organization).display",
        "Patient.active.where(resolve() is Organization)",
        "Patient.photo",
        "Observation.code",
        "Foo.bar",
        "Patient.name.first()"
      })
  void refusesExpressionsThatCannotBeIndexed(String expression) {
    SearchParameterDefinition definition = definition("x", expression);

    FhirException refusal =
        assertThrows(
            FhirException.class,
            () -> new SearchParameterRegistry(DEFINITIONS, List.of(definition)));

    assertEquals(FhirException.Category.INVALID, refusal.category());
  }

  @Test
  void refusesSecondParameterOfOneName() {
    List<SearchParameterDefinition> twins =
        List.of(definition("x", "Patient.gender"), definition("x", "Patient.active"));

    assertThrows(FhirException.class, () -> new SearchParameterRegistry(DEFINITIONS, twins));
  }

  private static SearchParameterDefinition definition(String code, String expression) {
    return new SearchParameterDefinition(
        "http://example.org/" + code,
        code,
        "token",
        List.of("Patient"),
        Optional.of(expression),
        List.of(),
        List.of());
  }

  private static SearchParameter find(ResourceType type, String code) {
    return REGISTRY.find(type, code).orElseThrow();
  }

  private static SearchParameter.Source source(ResourceType type, String code) {
    return find(type, code).sources().get(0);
  }

  private static Set<String> codes(ResourceType type) {
    return REGISTRY.parameters(type).stream()
        .map(SearchParameter::code)
        .collect(Collectors.toSet());
  }

  private static List<String> expressions(ResourceType type, String code) {
    return expressions(find(type, code).sources());
  }

  private static List<String> expressions(List<SearchParameter.Source> sources) {
    return sources.stream().map(source -> source.path().expression()).toList();
  }

  private static Set<IndexPath> paths(ResourceType type, String code) {
    return find(type, code).sources().stream()
        .map(SearchParameter.Source::path)
        .collect(Collectors.toSet());
  }

  private static Set<IndexPath> union(Set<IndexPath> left, Set<IndexPath> right) {
    Set<IndexPath> all = new HashSet<>(left);
    all.addAll(right);
    return all;
  }
}
