package org.fhirserver.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/** Small resources. */
public final class Samples {
  private Samples() {}

  /** An id that no other resource has. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** A Patient of that id with one family name. */
  public static String patient(String id, String family) {
    return "{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\",\"name\":[{\"family\":\""
        + family
        + "\"}]}";
  }

  /** A Patient without id, with one identifier of system {@code http://example.org/it}. */
  public static String patientWithIdentifier(String identifier) {
    return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"http://example.org/it\","
        + "\"value\":\""
        + identifier
        + "\"}]}";
  }

  /** An Observation of that id. */
  public static String observation(String id, String status) {
    return "{\"resourceType\":\"Observation\",\"id\":\""
        + id
        + "\",\"status\":\""
        + status
        + "\",\"code\":{\"text\":\"pulse\"}}";
  }

  /** The resource in an answer without what the server gives it. */
  public static JsonNode content(FhirResponse response) {
    return content(response.json());
  }

  /** A resource without id, version and time, and without what stands beside these. */
  public static JsonNode content(JsonNode resource) {
    ObjectNode copy = resource.deepCopy();
    copy.remove("id");
    if (copy.path("meta") instanceof ObjectNode meta) {
      meta.remove(List.of("versionId", "_versionId", "lastUpdated", "_lastUpdated"));
      if (meta.isEmpty()) {
        copy.remove("meta");
      }
    }
    return copy;
  }
}
