package org.fhirserver.it.search.oracle;

import static org.fhirserver.it.search.oracle.OracleParameter.composite;
import static org.fhirserver.it.search.oracle.OracleParameter.simple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The search parameters that the oracle evaluates, written down from the specification. */
final class OracleParameters {
  private static final String FHIR = "http://hl7.org/fhir/";
  private static final String[] NAME = {
    "name.family", "name.given", "name.prefix", "name.suffix", "name.text"
  };
  private static final String[] ADDRESS = {
    "address.line",
    "address.city",
    "address.district",
    "address.state",
    "address.country",
    "address.postalCode",
    "address.text"
  };

  private OracleParameters() {}

  /** All of them. */
  static List<OracleParameter> all() {
    List<OracleParameter> all = new ArrayList<>();
    for (String type : ResourceMaker.TYPES) {
      all.addAll(common(type));
    }
    all.addAll(patient());
    all.addAll(observation());
    all.addAll(others());
    return all;
  }

  private static List<OracleParameter> common(String type) {
    return List.of(
        simple(type, "_id", Kind.TOKEN, "id"),
        simple(type, "_lastUpdated", Kind.DATE, "meta.lastUpdated"),
        simple(type, "_tag", Kind.TOKEN, "meta.tag"),
        simple(type, "_security", Kind.TOKEN, "meta.security"),
        simple(type, "_profile", Kind.URI, "meta.profile"));
  }

  private static List<OracleParameter> patient() {
    String type = "Patient";
    return List.of(
        simple(type, "family", Kind.STRING, "name.family"),
        simple(type, "given", Kind.STRING, "name.given"),
        simple(type, "name", Kind.STRING, NAME),
        simple(type, "address", Kind.STRING, ADDRESS),
        simple(type, "address-city", Kind.STRING, "address.city"),
        simple(type, "identifier", Kind.TOKEN, "identifier"),
        simple(type, "telecom", Kind.TOKEN, "telecom"),
        simple(type, "active", Kind.TOKEN, "active"),
        simple(type, "gender", Kind.TOKEN, "gender").within(FHIR + "administrative-gender"),
        simple(type, "birthdate", Kind.DATE, "birthDate"),
        simple(type, "death-date", Kind.DATE, "deceasedDateTime"),
        simple(type, "organization", Kind.REFERENCE, "managingOrganization"),
        simple(type, "general-practitioner", Kind.REFERENCE, "generalPractitioner"));
  }

  private static List<OracleParameter> observation() {
    String type = "Observation";
    String[] effective = {
      "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming"
    };
    OracleParameter code = simple(type, "code", Kind.TOKEN, "code");
    OracleParameter quantity = simple(type, "value-quantity", Kind.QUANTITY, "valueQuantity");
    return List.of(
        code,
        quantity,
        simple(type, "identifier", Kind.TOKEN, "identifier"),
        simple(type, "category", Kind.TOKEN, "category"),
        simple(type, "status", Kind.TOKEN, "status").within(FHIR + "observation-status"),
        simple(type, "component-code", Kind.TOKEN, "component.code"),
        simple(type, "combo-code", Kind.TOKEN, "code", "component.code"),
        simple(type, "value-concept", Kind.TOKEN, "valueCodeableConcept"),
        simple(type, "date", Kind.DATE, effective),
        simple(type, "value-date", Kind.DATE, "valueDateTime", "valuePeriod"),
        simple(type, "component-value-quantity", Kind.QUANTITY, "component.valueQuantity"),
        simple(
            type,
            "combo-value-quantity",
            Kind.QUANTITY,
            "valueQuantity",
            "component.valueQuantity"),
        simple(type, "value-string", Kind.STRING, "valueString", "valueCodeableConcept.text"),
        simple(type, "subject", Kind.REFERENCE, "subject"),
        simple(type, "patient", Kind.REFERENCE, "subject").within("Patient"),
        simple(type, "encounter", Kind.REFERENCE, "encounter"),
        simple(type, "performer", Kind.REFERENCE, "performer"),
        simple(type, "has-member", Kind.REFERENCE, "hasMember"),
        composite(type, "code-value-quantity", List.of(""), code, quantity),
        composite(type, "component-code-value-quantity", List.of("component"), code, quantity),
        composite(type, "combo-code-value-quantity", List.of("", "component"), code, quantity),
        composite(
            type,
            "code-value-string",
            List.of(""),
            code,
            simple(type, "value-string", Kind.STRING, "valueString")),
        composite(
            type,
            "code-value-concept",
            List.of(""),
            code,
            simple(type, "value-concept", Kind.TOKEN, "valueCodeableConcept")),
        composite(
            type,
            "code-value-date",
            List.of(""),
            code,
            simple(type, "value-date", Kind.DATE, "valueDateTime", "valuePeriod")));
  }

  private static List<OracleParameter> others() {
    return Stream.of(
            List.of(
                simple("Encounter", "date", Kind.DATE, "period"),
                simple("Encounter", "status", Kind.TOKEN, "status")
                    .within(FHIR + "encounter-status"),
                simple("Encounter", "class", Kind.TOKEN, "class"),
                simple("Encounter", "length", Kind.QUANTITY, "length"),
                simple("Encounter", "subject", Kind.REFERENCE, "subject"),
                simple("Encounter", "diagnosis", Kind.REFERENCE, "diagnosis.condition"),
                simple("Encounter", "patient", Kind.REFERENCE, "subject").within("Patient")),
            List.of(
                simple("Condition", "onset-date", Kind.DATE, "onsetDateTime", "onsetPeriod"),
                simple("Condition", "onset-age", Kind.QUANTITY, "onsetAge", "onsetRange"),
                simple("Condition", "recorded-date", Kind.DATE, "recordedDate"),
                simple("Condition", "clinical-status", Kind.TOKEN, "clinicalStatus"),
                simple("Condition", "code", Kind.TOKEN, "code"),
                simple("Condition", "subject", Kind.REFERENCE, "subject")),
            List.of(
                simple(
                    "RiskAssessment",
                    "probability",
                    Kind.NUMBER,
                    "prediction.probabilityDecimal",
                    "prediction.probabilityRange")),
            List.of(
                simple("Location", "near", Kind.POSITION, "position"),
                simple("Location", "type", Kind.TOKEN, "type"),
                simple("Location", "partof", Kind.REFERENCE, "partOf")),
            List.of(
                simple("ValueSet", "url", Kind.URI, "url"),
                simple("ValueSet", "name", Kind.STRING, "name"),
                simple("ValueSet", "title", Kind.STRING, "title"),
                simple("ValueSet", "version", Kind.TOKEN, "version"),
                simple("ValueSet", "date", Kind.DATE, "date"),
                simple("ValueSet", "status", Kind.TOKEN, "status")
                    .within(FHIR + "publication-status")))
        .flatMap(List::stream)
        .toList();
  }
}
