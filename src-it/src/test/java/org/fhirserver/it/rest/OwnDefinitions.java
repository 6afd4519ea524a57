package org.fhirserver.it.rest;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.Samples;

/** Profiles, a value set and a code system that no other test has, stored in the server. */
final class OwnDefinitions {
  private final String id = Samples.newId();

  private OwnDefinitions() {}

  /** Stores new ones. */
  static OwnDefinitions store(FhirClient client) {
    OwnDefinitions definitions = new OwnDefinitions();
    definitions.put(
        client,
        "CodeSystem",
        """
        "status": "active", "content": "complete", "caseSensitive": true,
        "concept": [{"code": "red"}, {"code": "green"}]
        """);
    definitions.put(
        client,
        "ValueSet",
        """
        "status": "active", "compose": {"include": [
          {"system": "CODE_SYSTEM", "concept": [{"code": "red"}]}]}
        """);
    definitions.putPatientProfile(client, "M", 201);
    client
        .put(
            "StructureDefinition/colour-" + definitions.id,
            definitions.profile(
                "colour-" + definitions.id,
                "Observation",
                """
                {"id": "Observation.code", "path": "Observation.code",
                 "binding": {"strength": "required", "valueSet": "VALUE_SET"}}
                """))
        .expect(201);
    return definitions;
  }

  /**
   * Stores the profile of patients, who have a birth date, one number, no two names, are active and
   * have a certain marital status if any.
   */
  void putPatientProfile(FhirClient client, String maritalStatus, int expected) {
    client
        .put(
            "StructureDefinition/patient-" + id,
            profile(
                "patient-" + id,
                "Patient",
                """
                {"id": "Patient.identifier", "path": "Patient.identifier", "min": 1,
                 "slicing": {"discriminator": [{"type": "value", "path": "system"}],
                             "rules": "open"}},
                {"id": "Patient.identifier:number", "path": "Patient.identifier",
                 "sliceName": "number", "min": 1, "max": "1"},
                {"id": "Patient.identifier:number.system", "path": "Patient.identifier.system",
                 "min": 1, "fixedUri": "http://example.org/number"},
                {"id": "Patient.active", "path": "Patient.active", "min": 1, "fixedBoolean": true},
                {"id": "Patient.name", "path": "Patient.name", "max": "1"},
                {"id": "Patient.birthDate", "path": "Patient.birthDate", "min": 1},
                {"id": "Patient.maritalStatus", "path": "Patient.maritalStatus",
                 "patternCodeableConcept": {"coding": [
                   {"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
                    "code": "STATUS"}]}}
                """
                    .replace("STATUS", maritalStatus)))
        .expect(expected);
  }

  /** The URL of the profile of patients. */
  String patient() {
    return url("StructureDefinition/patient-");
  }

  /** The URL of the profile of Observations whose code is a colour, which is red. */
  String colour() {
    return url("StructureDefinition/colour-");
  }

  /** The URL of the code system of colours. */
  String colours() {
    return url("CodeSystem/");
  }

  private void put(FhirClient client, String type, String content) {
    client
        .put(
            type + "/" + id,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",\"url\":\"%s\",%s}"
                .formatted(type, id, url(type + "/"), resolved(content)))
        .expect(201);
  }

  private String profile(String ownId, String type, String elements) {
    return """
        {"resourceType": "StructureDefinition", "id": "OWN_ID", "url": "OWN_URL",
         "name": "Own", "status": "active", "kind": "resource", "abstract": false,
         "type": "TYPE", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/TYPE",
         "derivation": "constraint", "differential": {"element": [ELEMENTS]}}
        """
        .replace("OWN_ID", ownId)
        .replace("OWN_URL", "http://example.org/StructureDefinition/" + ownId)
        .replace("TYPE", type)
        .replace("ELEMENTS", resolved(elements));
  }

  private String resolved(String content) {
    return content
        .replace("CODE_SYSTEM", url("CodeSystem/"))
        .replace("VALUE_SET", url("ValueSet/"));
  }

  private String url(String path) {
    return "http://example.org/" + path + id;
  }
}
