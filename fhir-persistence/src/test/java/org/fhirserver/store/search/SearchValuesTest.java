package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchValuesTest {
  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","status":"final","code":{"text":"x"},%s}\
      """;
  private static final String PATIENT =
      """
      {"resourceType":"Patient",%s}\
      """;
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(DEFINITIONS, SearchParameterDefinitions.load());

  @Test
  void takesEachCodingOfConceptAndSkipsEmptyOnes() {
    String resource =
        OBSERVATION.formatted(
            """
            "category":[{"coding":[{"system":"s","code":"a"},{"code":"b"},{"system":"s"},
              {"display":"no code"}],"text":"no coding"}]\
            """);

    assertEquals(List.of("s|a", "|b", "s|"), values(resource, "category"));
  }

  @Test
  void takesIdentifiersContactsBooleansAndCodes() {
    String resource =
        PATIENT.formatted(
            """
            "identifier":[{"system":"s","value":"1"},{"value":"2"},{"use":"old"}],
            "telecom":[{"system":"email","value":"a@b"},{"system":"phone","value":"1"},
              {"value":"2"}],
            "active":false,"gender":"female\"\
            """);

    assertEquals(List.of("s|1", "|2"), values(resource, "identifier"));
    assertEquals(List.of("|a@b", "|1", "|2"), values(resource, "telecom"));
    assertEquals(List.of("|a@b"), values(resource, "email"));
    assertEquals(List.of("|1"), values(resource, "phone"));
    assertEquals(List.of("|false"), values(resource, "active"));
    assertEquals(List.of("|female"), values(resource, "gender"));
  }

  @Test
  void keepsEqualValuesOnce() {
    String resource =
        PATIENT.formatted(
            """
            "name":[{"family":"Roe","given":["Ann","Ann"]},{"family":"Roe","given":["Bo"]}]\
            """);

    assertEquals(List.of("Roe", "Ann", "Bo"), values(resource, "name"));
    assertEquals(List.of("Roe"), values(resource, "family"));
    assertEquals(3, extract(REGISTRY, resource).stream().filter(this::isText).count());
  }

  private boolean isText(IndexValue value) {
    return value instanceof IndexValue.Text;
  }

  @ParameterizedTest
  @CsvSource({
    "'\"active\":true', |false",
    "'\"deceasedBoolean\":false', |false",
    "'\"deceasedBoolean\":true', |true",
    "'\"deceasedDateTime\":\"2020\"', |true"
  })
  void takesDeceasedAsBoolean(String content, String expected) {
    assertEquals(List.of(expected), values(PATIENT.formatted(content), "deceased"));
  }

  @Test
  void leavesOpenWhetherDeceasedIfOnlyExtensionsTell() {
    String resource =
        PATIENT.formatted(
            """
            "_deceasedBoolean":{"extension":[{"url":"http://x.org/why","valueCode":"unknown"}]}\
            """);

    assertEquals(List.of(), values(resource, "deceased"));
  }

  @Test
  void numbersElementsThatCompositesPairBy() {
    String resource =
        OBSERVATION.formatted(
            """
            "component":[
              {"code":{"coding":[{"code":"a"}]},"valueQuantity":{"value":1}},
              {"code":{"coding":[{"code":"b"}]}},
              {"code":{"coding":[{"code":"a"}]},"valueQuantity":{"value":1}}]\
            """);

    assertEquals(List.of("0 |a", "1 |b", "2 |a"), numbered(resource, "component-code"));
    assertEquals(List.of("0 1..1 |", "2 1..1 |"), numbered(resource, "component-value-quantity"));
    assertEquals(List.of("-1 |final"), numbered(resource, "status"));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/p1, Patient/p1",
    "Patient/p1/_history/3, Patient/p1",
    "http://example.org/fhir/Patient/p1, http://example.org/fhir/Patient/p1",
    "http://example.org/fhir/Patient/p1/_history/3, http://example.org/fhir/Patient/p1",
    "urn:uuid:0a, urn:uuid:0a"
  })
  void takesReferences(String reference, String expected) {
    String resource = OBSERVATION.formatted("\"subject\":{\"reference\":\"" + reference + "\"}");

    assertEquals(List.of(expected), values(resource, "subject"));
  }

  @ParameterizedTest
  @CsvSource({
    "#p1",
    "Patient?identifier=http://x.org|1",
    "patient/p1",
    "Foo/p1",
    "Patient/a_b",
    "Patient/",
    "/Patient/p1",
    "p1"
  })
  void skipsReferencesThatPointNowhere(String reference) {
    String resource = OBSERVATION.formatted("\"subject\":{\"reference\":\"" + reference + "\"}");

    assertEquals(List.of(), values(resource, "subject"));
  }

  @Test
  void skipsReferencesByIdentifierAlone() {
    String resource = OBSERVATION.formatted("\"subject\":{\"identifier\":{\"value\":\"1\"}}");

    assertEquals(List.of(), values(resource, "subject"));
  }

  @Test
  void takesTextsWithTheirCodes() {
    assertEquals(List.of("s|a grun", "s|b "), called("{'coding':[%s,%s]}", "a:Grün", "b:"));
    assertEquals(List.of("s|a grun"), called("{'coding':[%s],'text':'GRÜN '}", "a:grün"));
    assertEquals(List.of("s|a text"), called("{'coding':[%s],'text':'text'}", "a:"));
    assertEquals(List.of("s|a x", "text"), called("{'coding':[%s],'text':'text'}", "a:x"));
    assertEquals(List.of("text"), called("{'text':'text'}"));
    assertEquals(List.of("no code"), called("{'coding':[{'display':'no code'}]}"));
    assertEquals(List.of(), called("{'text':'\\u0301'}"));
  }

  @Test
  void keepsEqualCodesOnceWhateverTheyAreCalled() {
    assertEquals(List.of("s|a x", "y"), called("{'coding':[%s,%s]}", "a:x", "a:y"));
    assertEquals(List.of("s|a x"), called("{'coding':[%s,%s]}", "a:x", "a:X"));
    assertEquals(List.of("s|a x"), called("{'coding':[%s,%s]}", "a:x", "a:"));
  }

  @Test
  void cutsLongTexts() {
    assertEquals(List.of("l".repeat(128)), called("{'text':'" + "L".repeat(200) + "'}"));
  }

  @Test
  void takesWhatTypesOfIdentifiersAreCalled() {
    String resource =
        PATIENT.formatted(
            """
            "identifier":[{"system":"s","value":"1","type":{"text":"Number","coding":[
              {"system":"t","code":"MR","display":"Medical record"},{"code":"a|b"}]}},
              {"value":"2","type":{"text":"number"}},{"type":{"coding":[{"code":"no value"}]}}]\
            """);

    assertEquals(List.of("s|1 number", "|2 number"), texts(resource, "identifier"));
    assertEquals(List.of("medical record"), companions(resource, "identifier", Companion.TEXT));
    assertEquals(
        List.of("t|MR|1", "|a\\|b|1"), companions(resource, "identifier", Companion.OF_TYPE));
  }

  @ParameterizedTest
  @CsvSource({
    "'', s|1, s|1",
    "'\"reference\":\"Patient/p\",', s|1, s|1",
    "'\"reference\":\"http://x.org/fhir/Patient/p/_history/1\",', s|1, s|1",
    "'\"type\":\"Patient\",', s|1, s|1",
    "'\"reference\":\"Group/g\",', s|1, ''",
    "'\"reference\":\"http://x.org/fhir/Group/g\",', s|1, ''",
    "'\"type\":\"Group\",', s|1, ''",
  })
  void takesIdentifiersOfReferences(String before, String ofSubject, String ofPatient) {
    String resource =
        OBSERVATION.formatted(
            "\"subject\":{" + before + "\"identifier\":{\"system\":\"s\",\"value\":\"1\"}}");

    assertEquals(List.of(ofSubject), companions(resource, "subject", Companion.IDENTIFIER));
    assertEquals(ofPatient, String.join("", companions(resource, "patient", Companion.IDENTIFIER)));
  }

  @Test
  void knowsWhichParametersHaveCompanions() {
    assertEquals(Set.of(Companion.TEXT), companions(ResourceType.OBSERVATION, "code"));
    assertEquals(
        Set.of(Companion.TEXT, Companion.OF_TYPE), companions(ResourceType.PATIENT, "identifier"));
    assertEquals(Set.of(Companion.IDENTIFIER), companions(ResourceType.OBSERVATION, "subject"));
    assertEquals(Set.of(Companion.TEXT), companions(ResourceType.PATIENT, "_tag"));
    for (String code : List.of("_id", "gender", "active", "deceased", "telecom", "_profile")) {
      assertEquals(Set.of(), companions(ResourceType.PATIENT, code), code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "42.25, -83.5, 42.25 -83.5",
    "-90, 180, -90.0 180.0",
    "0, 190, 0.0 -170.0",
    "0, -541, 0.0 179.0",
    "90.1, 0, ''",
    "1e999, 0, ''",
    "0, 1e999, ''",
  })
  void takesPositions(String latitude, String longitude, String expected) {
    String resource =
        "{\"resourceType\":\"Location\",\"position\":{\"latitude\":%s,\"longitude\":%s}}"
            .formatted(latitude, longitude);

    assertEquals(expected, String.join("", values(resource, "near")));
  }

  @Test
  void takesNoFragmentOfCanonicals() {
    String resource =
        OBSERVATION.formatted("\"meta\":{\"profile\":[\"http://x.org/p|1#x\",\"#y\"]}");

    assertEquals(List.of("http://x.org/p|1", "http://x.org/p"), values(resource, "_profile"));
  }

  @Test
  void takesCanonicalWithAndWithoutVersion() {
    String resource =
        OBSERVATION.formatted("\"meta\":{\"profile\":[\"http://x.org/p|1\",\"http://x.org/q\"]}");

    assertEquals(
        List.of("http://x.org/p|1", "http://x.org/p", "http://x.org/q"),
        values(resource, "_profile"));
  }

  @Test
  void takesFirstResourceOfBundle() {
    String resource =
        """
        {"resourceType":"Bundle","type":"collection","entry":[
          {"resource":{"resourceType":"Patient","id":"a"}},
          {"resource":{"resourceType":"Patient","id":"b"}}]}\
        """;

    assertEquals(List.of("Patient/a"), values(resource, "composition"));
  }

  @Test
  void takesQuantityByCodeAndByUnit() {
    assertEquals(
        List.of("5.1..5.1 http://u.org|kg", "5.1..5.1 |kilogram"),
        quantity(
            "\"value\":5.10,\"unit\":\"kilogram\",\"system\":\"http://u.org\",\"code\":\"kg\""));
    assertEquals(
        List.of("5..5 http://u.org|kg"),
        quantity("\"value\":5,\"unit\":\"kg\",\"system\":\"http://u.org\",\"code\":\"kg\""));
    assertEquals(List.of("5..5 |stone"), quantity("\"value\":5,\"unit\":\"stone\""));
    assertEquals(List.of("5..5 |"), quantity("\"value\":5e0"));
    assertEquals(List.of(), quantity("\"code\":\"kg\""));
  }

  @Test
  void skipsNumbersThatNoDatabaseHasRoomFor() {
    assertEquals(List.of(), quantity("\"value\":1e300"));
    assertEquals(List.of(), quantity("\"value\":1e-999"));
  }

  private static List<String> quantity(String content) {
    return values(OBSERVATION.formatted("\"valueQuantity\":{" + content + "}"), "value-quantity");
  }

  @Test
  void leavesEndOfRangeOpen() {
    String resource =
        """
        {"resourceType":"Condition","subject":{"reference":"Patient/p"},
          "onsetRange":{"low":{"value":40,"unit":"a"}},
          "abatementRange":{"high":{"value":50,"unit":"a"}}}\
        """;

    assertEquals(List.of("40.. |a"), values(resource, "onset-age"));
    assertEquals(List.of("..50 |a"), values(resource, "abatement-age"));
  }

  @Test
  void takesMoneyInItsCurrency() {
    String resource =
        """
        {"resourceType":"Invoice","status":"issued",
          "totalNet":{"value":10.50,"currency":"EUR"}}\
        """;

    assertEquals(List.of("10.5..10.5 urn:iso:std:iso:4217|EUR"), values(resource, "totalnet"));
  }

  @Test
  void leavesEndOfPeriodOpen() {
    long start = DateRange.parse("2024").orElseThrow().low();
    long end = DateRange.parse("2024").orElseThrow().high();

    assertEquals(
        List.of(start + ".." + DateRange.OPEN_HIGH),
        values(OBSERVATION.formatted("\"effectivePeriod\":{\"start\":\"2024\"}"), "date"));
    assertEquals(
        List.of(DateRange.OPEN_LOW + ".." + end),
        values(OBSERVATION.formatted("\"effectivePeriod\":{\"end\":\"2024\"}"), "date"));
  }

  @Test
  void takesTimingFromFirstToLast() {
    long low = DateRange.parse("2024-01-05").orElseThrow().low();
    long high = DateRange.parse("2024-03").orElseThrow().high();

    assertEquals(
        List.of(low + ".." + high),
        values(
            OBSERVATION.formatted(
                """
                "effectiveTiming":{"event":["2024-02","2024-01-05","2024-01-07"],
                  "repeat":{"boundsPeriod":{"start":"2024-02-01","end":"2024-03"}}}\
                """),
            "date"));
    assertEquals(
        List.of(),
        values(
            OBSERVATION.formatted(
                """
                "effectiveTiming":{"repeat":{"boundsDuration":{"value":3,"unit":"d"}}}\
                """),
            "date"));
  }

  @Test
  void skipsChosenTypesThatAreNoDates() {
    String resource =
        """
        {"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"x"},
          "patient":{"reference":"Patient/p"},"occurrenceString":"2024"}\
        """;

    assertEquals(List.of(), values(resource, "date"));
  }

  @Test
  void keepsContainedResourcesOut() {
    String resource =
        OBSERVATION.formatted(
            """
            "contained":[{"resourceType":"Observation","id":"c","status":"amended",
              "code":{"coding":[{"code":"inner"}]}}]\
            """);

    assertEquals(List.of(), values(resource, "code"));
    assertEquals(List.of("|final"), values(resource, "status"));
  }

  @Test
  void readsCustomParametersOverExtensionsAndInlinedResources() {
    SearchParameterRegistry registry =
        new SearchParameterRegistry(
            DEFINITIONS,
            List.of(
                definition("race", "Patient", "Patient.extension('http://x.org/race').value.code"),
                definition("died", "Bundle", "Bundle.entry[0].resource.as(Patient).gender"),
                definition("language", "DomainResource", "DomainResource.language")));
    String patient =
        """
        {"resourceType":"Patient","language":"de","gender":"other","extension":[
          {"url":"http://x.org/race","valueCoding":{"code":"r"}},
          {"url":"http://x.org/other","valueCoding":{"code":"o"}}]}\
        """;
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":"
            + patient
            + "}]}";

    assertEquals(List.of("|r"), values(registry, patient, "race"));
    assertEquals(List.of("|de"), values(registry, patient, "language"));
    assertEquals(List.of("|other"), values(registry, bundle, "died"));
    assertEquals(Optional.empty(), registry.find(ResourceType.BUNDLE, "language"));
  }

  @Test
  void takesIndexFromAllThatWasFound() {
    SearchParameterRegistry registry =
        new SearchParameterRegistry(
            DEFINITIONS,
            List.of(definition("second", "Patient", "Patient.name.given[1].as(string)")));

    assertEquals(
        List.of("|b"),
        values(
            registry,
            PATIENT.formatted("\"name\":[{\"given\":[\"a\"]},{\"given\":[\"b\",\"c\"]}]"),
            "second"));
  }

  @Test
  void refusesElementsThatAreNoResources() {
    Element name =
        read(PATIENT.formatted("\"name\":[{\"family\":\"x\"}]")).child("name").orElseThrow();

    assertThrows(FhirException.class, () -> new SearchValues(REGISTRY).extract(name));
  }

  /** The codes with their texts and then the other texts of a concept, whose codings are a:text. */
  private static List<String> called(String concept, Object... codings) {
    for (int i = 0; i < codings.length; i++) {
      String[] coding = codings[i].toString().split(":", 2);
      String display = coding[1].isEmpty() ? "" : ",'display':'" + coding[1] + "'";
      codings[i] = "{'system':'s','code':'" + coding[0] + "'" + display + "}";
    }
    String resource =
        OBSERVATION.formatted(
            "\"category\":[" + concept.formatted(codings).replace('\'', '"') + "]");
    return Stream.of(texts(resource, "category"), companions(resource, "category", Companion.TEXT))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> texts(String json, String code) {
    return found(REGISTRY, json, code).stream()
        .map(value -> ValueText.of(value) + " " + ((IndexValue.Token) value).text())
        .toList();
  }

  private static List<String> companions(String json, String code, Companion companion) {
    ResourceType type = ResourceType.named(read(json).type().name()).orElseThrow();
    List<IndexPath> paths =
        REGISTRY.find(type, code).orElseThrow().companions(companion).stream()
            .map(SearchParameter.Source::path)
            .toList();
    return extract(REGISTRY, json).stream()
        .filter(value -> paths.contains(value.path()))
        .map(ValueText::of)
        .toList();
  }

  private static Set<Companion> companions(ResourceType type, String code) {
    SearchParameter parameter = REGISTRY.find(type, code).orElseThrow();
    return Stream.of(Companion.values())
        .filter(companion -> !parameter.companions(companion).isEmpty())
        .collect(Collectors.toSet());
  }

  private static SearchParameterDefinition definition(String code, String base, String expression) {
    return new SearchParameterDefinition(
        "http://x.org/" + code,
        code,
        "token",
        List.of(base),
        Optional.of(expression),
        List.of(),
        List.of());
  }

  private static Element read(String json) {
    return new FhirJson(DEFINITIONS).read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<IndexValue> extract(SearchParameterRegistry registry, String json) {
    List<IndexValue> values = new SearchValues(registry).extract(read(json));
    assertEquals(values.size(), new HashSet<>(values).size());
    return values;
  }

  private static List<String> values(String json, String code) {
    return values(REGISTRY, json, code);
  }

  private static List<String> values(SearchParameterRegistry registry, String json, String code) {
    return found(registry, json, code).stream().map(ValueText::of).toList();
  }

  private static List<String> numbered(String json, String code) {
    return found(REGISTRY, json, code).stream()
        .map(value -> value.element() + " " + ValueText.of(value))
        .toList();
  }

  private static List<IndexValue> found(
      SearchParameterRegistry registry, String json, String code) {
    ResourceType type = ResourceType.named(read(json).type().name()).orElseThrow();
    List<IndexValue> found = new ArrayList<>();
    for (IndexValue value : extract(registry, json)) {
      if (registry.find(type, code).orElseThrow().sources().stream()
          .anyMatch(source -> source.path().equals(value.path()))) {
        found.add(value);
      }
    }
    return found;
  }
}
