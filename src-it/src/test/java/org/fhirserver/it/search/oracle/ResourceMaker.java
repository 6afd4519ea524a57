package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fhirserver.it.search.Json;

/** Makes resources out of the pools; the same ones for the same seed. */
final class ResourceMaker {
  static final List<String> TYPES =
      List.of(
          "Patient",
          "Observation",
          "Encounter",
          "Condition",
          "RiskAssessment",
          "ValueSet",
          "Location");

  private static final int PATIENTS = 70;
  private static final int OBSERVATIONS = 150;
  private static final int OTHERS = 30;

  /** More than the server takes for few, so that it walks the type for some searches. */
  private static final int EQUAL_CONDITIONS = 1_200;

  private static final int MANY_DIAGNOSES = 1_000;

  private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(100);
  private static final String UCUM = "http://unitsofmeasure.org";

  private final Pools pools;
  private final String baseUrl;

  /**
   * A maker.
   *
   * @param baseUrl the service base URL with a slash at its end, for absolute references
   */
  ResourceMaker(long seed, String baseUrl) {
    this.pools = new Pools(new Random(seed));
    this.baseUrl = baseUrl;
  }

  /** All resources, each with an id. */
  List<ObjectNode> all() {
    List<ObjectNode> all = new ArrayList<>();
    for (int i = 0; i < PATIENTS; i++) {
      all.add(patient(common("Patient", i)));
    }
    for (int i = 0; i < OBSERVATIONS; i++) {
      all.add(observation(common("Observation", i)));
    }
    for (int i = 0; i < OTHERS; i++) {
      all.add(encounter(common("Encounter", i)));
      all.add(condition(common("Condition", i)));
      all.add(riskAssessment(common("RiskAssessment", i)));
      all.add(valueSet(common("ValueSet", i)));
      all.add(location(common("Location", i)));
    }
    for (int i = 0; i < EQUAL_CONDITIONS; i++) {
      all.add(equalCondition(i));
    }
    return all;
  }

  private ObjectNode common(String type, int number) {
    ObjectNode resource = Json.readObject("{}").put("resourceType", type);
    // Ids are compared with case, and occur in several types.
    resource.put("id", (number % 3 == 0 ? "X." : "x.") + number);
    if (pools.chance(40)) {
      coding(resource.withObject("/meta").withArray("/tag").addObject());
    }
    if (pools.chance(20)) {
      coding(resource.withObject("/meta").withArray("/security").addObject());
    }
    for (int i = pools.number(3); i > 0; i--) {
      resource.withObject("/meta").withArray("/profile").add(pools.of(Pools.PROFILES));
    }
    return resource;
  }

  private ObjectNode patient(ObjectNode patient) {
    for (int i = pools.number(3); i > 0; i--) {
      ObjectNode name = patient.withArray("/name").addObject().put("family", pools.text());
      for (int given = pools.number(3); given > 0; given--) {
        name.withArray("/given").add(pools.text());
      }
      if (pools.chance(30)) {
        name.put("text", pools.text()).withArray("/prefix").add("Dr.");
      }
    }
    if (pools.chance(60)) {
      ObjectNode address = patient.withArray("/address").addObject().put("city", pools.text());
      address.put("country", pools.of(List.of("DE", "de", "Denmark")));
      address.withArray("/line").add(pools.text()).add(pools.text());
    }
    for (int i = pools.number(3); i > 0; i--) {
      ObjectNode identifier = patient.withArray("/identifier").addObject();
      system(identifier, pools.of(Pools.SYSTEMS)).put("value", pools.of(Pools.CODES));
      if (pools.chance(60)) {
        concept(identifier.withObject("/type"));
      }
    }
    if (pools.chance(40)) {
      patient
          .withArray("/telecom")
          .addObject()
          .put("system", pools.of(List.of("phone", "email")))
          .put("value", pools.of(List.of("+49 30 1234", "a@b.c", "030,1234")));
    }
    if (pools.chance(60)) {
      patient.put("active", pools.chance(50));
    }
    if (pools.chance(80)) {
      patient.put("gender", pools.of(List.of("male", "female", "other", "unknown")));
    }
    if (pools.chance(80)) {
      patient.put("birthDate", pools.date());
    }
    if (pools.chance(30)) {
      patient.put("deceasedDateTime", pools.dateTime());
    }
    if (pools.chance(40)) {
      reference(patient.withObject("/managingOrganization"), "Organization");
    }
    for (int i = pools.number(3); i > 0; i--) {
      reference(
          patient.withArray("/generalPractitioner").addObject(),
          pools.of(List.of("Practitioner", "Organization")));
    }
    return patient;
  }

  private ObjectNode observation(ObjectNode observation) {
    observation.put("status", pools.of(List.of("final", "amended", "registered")));
    concept(observation.withObject("/code"));
    if (pools.chance(70)) {
      concept(observation.withArray("/category").addObject());
    }
    effective(observation);
    for (int i = pools.number(4); i > 0; i--) {
      ObjectNode component = observation.withArray("/component").addObject();
      concept(component.withObject("/code"));
      if (pools.chance(85)) {
        quantity(component.withObject("/valueQuantity"));
      }
    }
    if (!sharesCodeWithComponent(observation)) {
      value(observation);
    }
    if (pools.chance(80)) {
      reference(
          observation.withObject("/subject"),
          pools.of(List.of("Patient", "Patient", "Group", "Device", "Location")));
    }
    if (pools.chance(40)) {
      reference(observation.withObject("/encounter"), "Encounter");
    }
    for (int i = pools.number(3); i > 0; i--) {
      reference(
          observation.withArray("/performer").addObject(),
          pools.of(List.of("Practitioner", "Patient", "Organization")));
    }
    if (pools.chance(20)) {
      reference(observation.withArray("/hasMember").addObject(), "Observation");
    }
    return observation;
  }

  /** Where a component has the code of the Observation, rule obs-7 forbids the value. */
  private static boolean sharesCodeWithComponent(ObjectNode observation) {
    for (JsonNode component : observation.path("component")) {
      for (JsonNode coding : component.path("code").path("coding")) {
        for (JsonNode own : observation.path("code").path("coding")) {
          if (own.equals(coding)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void effective(ObjectNode observation) {
    switch (pools.number(6)) {
      case 0 -> period(observation.withObject("/effectivePeriod"));
      case 1 -> observation.put("effectiveInstant", "2021-01-01T00:00:00.001+01:00");
      case 2 ->
          observation
              .withObject("/effectiveTiming")
              .withArray("/event")
              .add(pools.dateTime())
              .add(pools.dateTime());
      case 3 -> {
        // Nothing is said of the time.
      }
      default -> observation.put("effectiveDateTime", pools.dateTime());
    }
  }

  private void value(ObjectNode observation) {
    switch (pools.number(8)) {
      case 0 -> observation.put("valueString", pools.text());
      case 1 -> concept(observation.withObject("/valueCodeableConcept"));
      case 2 -> concept(observation.withObject("/valueCodeableConcept")).put("text", pools.text());
      case 3 -> observation.put("valueDateTime", pools.dateTime());
      case 4 -> period(observation.withObject("/valuePeriod"));
      case 5 -> {
        // No value.
      }
      default -> quantity(observation.withObject("/valueQuantity"));
    }
  }

  private ObjectNode encounter(ObjectNode encounter) {
    encounter.put("status", pools.of(List.of("planned", "finished", "in-progress")));
    coding(encounter.withObject("/class"));
    if (pools.chance(80)) {
      period(encounter.withObject("/period"));
    }
    if (pools.chance(60)) {
      quantity(encounter.withObject("/length"));
    }
    if (pools.chance(80)) {
      reference(encounter.withObject("/subject"), pools.of(List.of("Patient", "Group")));
    }
    // Some refer to more conditions than the server lists on the way of a chain.
    for (int i = pools.chance(10) ? MANY_DIAGNOSES : pools.number(3); i > 0; i--) {
      encounter
          .withArray("/diagnosis")
          .addObject()
          .withObject("/condition")
          .put("reference", "Condition/equal-" + pools.number(EQUAL_CONDITIONS));
    }
    return encounter;
  }

  private ObjectNode condition(ObjectNode condition) {
    reference(condition.withObject("/subject"), "Patient");
    concept(condition.withObject("/code"));
    if (pools.chance(50)) {
      clinicalStatus(condition, pools.of(List.of("active", "inactive", "resolved")));
    }
    switch (pools.number(5)) {
      case 0 -> condition.put("onsetDateTime", pools.dateTime());
      case 1 -> period(condition.withObject("/onsetPeriod"));
      case 2 -> age(condition.withObject("/onsetAge"));
      case 3 -> range(condition.withObject("/onsetRange"));
      default -> condition.put("recordedDate", pools.dateTime());
    }
    return condition;
  }

  private static ObjectNode equalCondition(int number) {
    ObjectNode condition =
        Json.readObject("{'resourceType':'Condition','subject':{'reference':'Patient/x.1'}}")
            .put("id", "equal-" + number)
            .put("recordedDate", "2021-06-15");
    condition
        .withObject("/code")
        .withArray("/coding")
        .addObject()
        .put("system", "http://loinc.org")
        .put("code", "85354-9");
    clinicalStatus(condition, "active");
    return condition;
  }

  private static void clinicalStatus(ObjectNode condition, String code) {
    condition
        .withObject("/clinicalStatus")
        .withArray("/coding")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/condition-clinical")
        .put("code", code);
  }

  private ObjectNode riskAssessment(ObjectNode risk) {
    risk.put("status", "final");
    reference(risk.withObject("/subject"), "Patient");
    for (int i = pools.number(3); i > 0; i--) {
      ObjectNode prediction = risk.withArray("/prediction").addObject();
      if (pools.chance(60)) {
        BigDecimal decimal = new BigDecimal(pools.decimal());
        prediction.put("probabilityDecimal", decimal.min(MOST_PERCENT));
      } else {
        ObjectNode range = prediction.withObject("/probabilityRange");
        range(range);
        range.forEach(end -> ((ObjectNode) end).put("system", UCUM).put("code", "%"));
      }
    }
    return risk;
  }

  private ObjectNode valueSet(ObjectNode valueSet) {
    valueSet.put("status", pools.of(List.of("draft", "active")));
    if (pools.chance(80)) {
      valueSet.put("url", pools.of(Pools.PROFILES).replace("|", "/"));
    }
    if (pools.chance(60)) {
      valueSet.put("name", pools.text()).put("title", pools.text());
    }
    if (pools.chance(60)) {
      valueSet.put("version", pools.of(List.of("1", "1.0", "a", "A")));
    }
    if (pools.chance(60)) {
      valueSet.put("date", pools.dateTime());
    }
    return valueSet;
  }

  private ObjectNode location(ObjectNode location) {
    if (pools.chance(85)) {
      location
          .withObject("/position")
          .put("latitude", new BigDecimal(pools.of(Pools.LATITUDES)))
          .put("longitude", new BigDecimal(pools.of(Pools.LONGITUDES)));
    }
    if (pools.chance(60)) {
      concept(location.withArray("/type").addObject());
    }
    if (pools.chance(60)) {
      reference(location.withObject("/partOf"), "Location");
    }
    return location;
  }

  private ObjectNode concept(ObjectNode concept) {
    if (pools.chance(40)) {
      concept.put("text", pools.text());
    }
    if (concept.has("text") && pools.chance(20)) {
      return concept;
    }
    ArrayNode codings = concept.withArray("/coding");
    for (int i = 1 + pools.number(2); i > 0; i--) {
      coding(codings.addObject());
    }
    return concept;
  }

  private void coding(ObjectNode coding) {
    system(coding, pools.of(Pools.SYSTEMS)).put("code", pools.of(Pools.CODES));
    if (pools.chance(40)) {
      coding.put("display", pools.text());
    }
  }

  private static ObjectNode system(ObjectNode element, String system) {
    return system.isEmpty() ? element : element.put("system", system);
  }

  private void quantity(ObjectNode quantity) {
    quantity.put("value", new BigDecimal(pools.decimal()));
    unit(quantity);
  }

  /** An age is above zero and has a unit, by rule age-1. */
  private void age(ObjectNode age) {
    BigDecimal decimal = new BigDecimal(pools.decimal());
    age.put("value", decimal.signum() == 0 ? BigDecimal.ONE : decimal.abs());
    String unit = pools.of(List.of("a", "a", "mo", "wk", "d"));
    age.put("unit", unit).put("system", UCUM).put("code", unit);
  }

  private void unit(ObjectNode quantity) {
    switch (pools.number(10)) {
      case 0 -> quantity.put("unit", "mmHg").put("system", UCUM).put("code", "mm[Hg]");
      case 1 -> quantity.put("unit", "mg").put("system", UCUM).put("code", "mg");
      case 2 -> quantity.put("system", UCUM).put("code", "g");
      case 3 -> quantity.put("unit", "mg");
      case 4 -> quantity.put("unit", "kg").put("system", UCUM);
      case 5, 6 ->
          quantity
              .put("system", UCUM)
              .put(
                  "code", pools.of(List.of("[lb_av]", "ug{dry}", "mg{dry}", "Pa", "mmHg", "[iU]")));
      case 7, 8 ->
          quantity.put("system", UCUM).put("code", pools.of(List.of("Cel", "[degF]", "K")));
      default -> {
        // A bare number.
      }
    }
  }

  private void range(ObjectNode range) {
    BigDecimal one = new BigDecimal(pools.decimal());
    BigDecimal other = new BigDecimal(pools.decimal());
    int ends = pools.number(4);
    if (ends != 1) {
      range.withObject("/low").put("value", one.min(other));
    }
    if (ends != 2) {
      range.withObject("/high").put("value", one.max(other));
    }
  }

  private void period(ObjectNode period) {
    String one = pools.dateTime();
    String other = pools.dateTime();
    boolean ordered = !TimeInterval.of(other).start().isBefore(TimeInterval.of(one).start());
    int ends = pools.number(4);
    if (ends != 1) {
      period.put("start", ordered ? one : other);
    }
    if (ends != 2) {
      period.put("end", ordered ? other : one);
    }
  }

  private void reference(ObjectNode reference, String type) {
    int number = pools.number(12);
    String local = type + "/" + (number % 3 == 0 ? "X." : "x.") + number;
    String url =
        switch (pools.number(10)) {
          case 0 -> baseUrl + local;
          case 1 -> local + "/_history/1";
          case 2 -> "http://other.example/fhir/" + local;
          case 3 -> "urn:uuid:6f2f0a10-0000-4000-8000-00000000000" + number % 10;
          default -> local;
        };
    if (pools.chance(20)) {
      ObjectNode identifier = reference.withObject("/identifier");
      system(identifier, pools.of(Pools.SYSTEMS)).put("value", pools.of(Pools.CODES));
      if (pools.chance(50)) {
        reference.put("type", type);
      }
    }
    if (!reference.has("identifier") || pools.chance(60)) {
      reference.put("reference", url);
    }
  }
}
