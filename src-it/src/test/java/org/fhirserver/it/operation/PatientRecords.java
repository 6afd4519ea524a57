package org.fhirserver.it.operation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.Samples;

/** Patients with resources around them, and what $everything answers of them. */
final class PatientRecords {
  private final FhirClient client;

  PatientRecords(FhirClient client) {
    this.client = client;
  }

  /** Stores a resource written in single quotes under a new id. */
  String put(String type, String content) {
    return put(type, Samples.newId(), content);
  }

  /** Stores a resource written in single quotes: what stands behind its id. */
  String put(String type, String id, String content) {
    String body = "{'resourceType':'" + type + "','id':'" + id + "'" + content + "}";
    int status = client.put(type + "/" + id, body.replace('\'', '"')).status();
    assertTrue(status == 200 || status == 201, body);
    return id;
  }

  /** Stores an Observation of a patient. */
  String observation(String patient, String more) {
    return put(
        "Observation",
        ",'status':'final','code':{'text':'x'},'subject':{'reference':'Patient/"
            + patient
            + "'}"
            + more);
  }

  /** All pages of a URL. */
  List<JsonNode> pages(String url) {
    List<JsonNode> pages = new ArrayList<>();
    Optional<String> next = Optional.of(url);
    while (next.isPresent()) {
      JsonNode page = client.get(next.get()).expect(200).json();
      pages.add(page);
      next = link(page, "next");
    }
    return pages;
  }

  /** What a patient's record holds, in the order of the answer. */
  List<String> keys(String url) {
    return keys(pages(url), "match|include");
  }

  /** The same in the order of the alphabet, as one text. */
  String sorted(String url) {
    return String.join(" ", new TreeSet<>(keys(url)));
  }

  static List<String> keys(List<JsonNode> pages, String modes) {
    List<String> keys = new ArrayList<>();
    for (JsonNode page : pages) {
      for (JsonNode entry : page.path("entry")) {
        if (entry.path("search").path("mode").asText().matches(modes)) {
          JsonNode resource = entry.path("resource");
          keys.add(resource.path("resourceType").asText() + "/" + resource.path("id").asText());
        }
      }
    }
    return keys;
  }

  static Optional<String> link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals(relation)) {
        return Optional.of(link.path("url").asText());
      }
    }
    return Optional.empty();
  }
}
