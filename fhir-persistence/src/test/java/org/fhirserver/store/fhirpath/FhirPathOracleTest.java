package org.fhirserver.store.fhirpath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.hl7.fhir.r4.model.Base;
import org.junit.jupiter.api.Test;

/** Holds expressions of all sorts against HAPI's FHIRPath engine, over official examples. */
class FhirPathOracleTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();
  private static final int LARGEST = 8_000;

  private static final Map<String, List<String>> EXPRESSIONS =
      Map.of(
          "Patient",
          List.of(
              "Patient.name.given",
              "name.where(use = 'official').family",
              "name.given.first() & ' ' & name.family.last()",
              "name[0].given[1]",
              "name.given.count() * 2 + 1",
              "name.given.skip(1).take(2)",
              "name.given.tail() | name.given.first()",
              "name.given.distinct().count() = name.given.count()",
              "name.select(given.first())",
              "name.exists(use = 'official') implies name.where(use = 'official').family.exists()",
              "telecom.where(system = 'phone' and use != 'home').value",
              "telecom.all(system in ('phone' | 'email' | 'fax'))",
              "identifier.system.startsWith('urn') or identifier.count() mod 2 = 0",
              "birthDate < @1980-01-01",
              "birthDate >= @1975-06",
              "birthDate = @1974-12-25",
              "deceased is boolean",
              "deceased.ofType(dateTime)",
              "(deceased as boolean).not()",
              "gender.upper().lower().length()",
              "gender.substring(1, 2)",
              "gender.indexOf('a')",
              "gender.replace('male', 'x')",
              "gender.matches('(fe)?male')",
              "gender.replaceMatches('^f', 'F')",
              "contact.relationship.coding.where(code = 'N').exists()",
              "contact.name.union(name).count()",
              "name.given.intersect(contact.name.given)",
              "name.given.exclude(contact.name.given).count()",
              "name.given.combine(name.family).isDistinct()",
              "children().count() > descendants().count() div 10",
              "descendants().where($this is HumanName).count()",
              "name.repeat(children()).count() > 0",
              "extension.where(url.contains('birth')).value",
              "birthDate.extension('http://hl7.org/fhir/StructureDefinition/patient-birthTime').value",
              "birthDate.hasValue() xor active.exists()",
              "iif(active, 'yes', 'no')",
              "name.where($index = 0).text",
              "name.family ~ 'CHALMERS'",
              "(1 | 2 | 2).count() = 2",
              "1.50 = 1.5",
              "7 div 2 + 7 mod 2 - 7 * 2",
              "'5'.toInteger() + '1.5'.toDecimal()",
              "active.toString() + '!'",
              "{}.empty() and ({} or true)"),
          "Observation",
          List.of(
              "value.ofType(Quantity).value > 5",
              "value.ofType(Quantity).unit",
              "(value as Quantity).value * 2",
              "component.where(code.coding.exists(system = %loinc)).value.ofType(Quantity).value",
              "component.code.coding.code | code.coding.code",
              "referenceRange.low <= referenceRange.high",
              "referenceRange.all(low.exists() or high.exists() or text.exists())",
              "effective is Period or effective is dateTime",
              "effective.ofType(dateTime) > @2013-04-02T09:30:10+01:00",
              "issued > @2013-04-03T15:30:10+01:00",
              "subject.reference.startsWith('Patient/')",
              "status in ('final' | 'amended')",
              "code.coding.select(system & '|' & code)",
              "value.ofType(CodeableConcept).coding = code.coding",
              "component.value.ofType(Quantity).exists(value < 0.5).not()"));

  private final FhirJson json = new FhirJson(DEFINITIONS);
  private final HapiEngine hapi = new HapiEngine();
  private final Map<String, String> differences = new TreeMap<>();

  @Test
  void findsWhatHapiFinds() {
    OfficialExamples.forEach(
        example -> {
          String text = new String(example, StandardCharsets.UTF_8);
          EXPRESSIONS.forEach(
              (type, expressions) -> {
                if (text.startsWith("{\"resourceType\":\"" + type + "\"")
                    && example.length < LARGEST) {
                  compare(text, expressions);
                }
              });
        });

    assertEquals(Map.of(), differences);
  }

  private void compare(String text, List<String> expressions) {
    Element resource = json.read(text.getBytes(StandardCharsets.UTF_8));
    Base counterpart = hapi.counterparts(resource, text).get(resource);
    for (String expression : expressions) {
      Optional<List<Base>> expected = hapi.evaluate(expression, counterpart);
      if (expected.isPresent()) {
        List<String> found = texts(evaluate(expression, resource));
        List<String> wanted = expected.get().stream().map(FhirPathOracleTest::text).toList();
        if (!found.equals(wanted)) {
          differences.put(expression, found + " instead of " + wanted);
        }
      }
    }
  }

  private static List<Element> evaluate(String expression, Element resource) {
    return FhirPath.compile(
            Parser.parse(expression), expression, List.of(resource.type()), DEFINITIONS)
        .evaluate(resource);
  }

  private static List<String> texts(List<Element> found) {
    List<String> texts = new ArrayList<>();
    for (Element element : found) {
      texts.add(element.type().isPrimitive() ? element.value().orElse("") : "complex");
    }
    return texts;
  }

  private static String text(Base base) {
    return base.isPrimitive() ? String.valueOf(base.primitiveValue()) : "complex";
  }
}
