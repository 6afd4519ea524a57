package org.fhirserver.it.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.fhirserver.it.search.Json;

/** Builds the Bundle of a transaction or batch. */
final class Bundles {
  private final ObjectNode bundle;

  private Bundles(String type) {
    this.bundle = Json.readObject("{'resourceType':'Bundle'}").put("type", type);
  }

  static Bundles transaction() {
    return new Bundles("transaction");
  }

  static Bundles batch() {
    return new Bundles("batch");
  }

  /** A new full URL. */
  static String fullUrl() {
    return "urn:uuid:" + UUID.randomUUID();
  }

  /** A new id. */
  static String id() {
    return UUID.randomUUID().toString();
  }

  Bundles post(String resource) {
    return post(fullUrl(), resource);
  }

  Bundles post(String fullUrl, String resource) {
    ObjectNode entry = entry("POST", Json.read(resource).path("resourceType").asText());
    entry.put("fullUrl", fullUrl).set("resource", Json.read(resource));
    return this;
  }

  Bundles postIfNoneExist(String fullUrl, String resource, String criteria) {
    post(fullUrl, resource);
    last().withObject("/request").put("ifNoneExist", criteria);
    return this;
  }

  Bundles put(String resource) {
    return put(fullUrl(), resource);
  }

  Bundles put(String fullUrl, String resource) {
    JsonNode tree = Json.read(resource);
    ObjectNode entry =
        entry("PUT", tree.path("resourceType").asText() + "/" + tree.path("id").asText());
    entry.put("fullUrl", fullUrl).set("resource", tree);
    return this;
  }

  /** An update of what fulfils the criteria. */
  Bundles putWhere(String criteria, String fullUrl, String resource) {
    JsonNode tree = Json.read(resource);
    ObjectNode entry = entry("PUT", tree.path("resourceType").asText() + "?" + criteria);
    entry.put("fullUrl", fullUrl).set("resource", tree);
    return this;
  }

  /** A JSON Patch, in a Binary. */
  Bundles jsonPatch(String url, String patch) {
    String data =
        Base64.getEncoder()
            .encodeToString(patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return carrying(
        "PATCH",
        url,
        "{'resourceType':'Binary','contentType':'application/json-patch+json','data':'"
            + data
            + "'}");
  }

  /** A request with that resource for its body. */
  Bundles carrying(String method, String url, String resource) {
    entry(method, url).set("resource", Json.read(resource));
    return this;
  }

  Bundles delete(String url) {
    entry("DELETE", url);
    return this;
  }

  Bundles get(String url) {
    entry("GET", url);
    return this;
  }

  /** Gives the last entry an element of its request. */
  Bundles with(String name, String value) {
    last().withObject("/request").put(name, value);
    return this;
  }

  /** Adds an entry with that request and without resource. */
  ObjectNode entry(String method, String url) {
    ObjectNode entry = bundle.withArray("/entry").addObject();
    entry.putObject("request").put("method", method).put("url", url);
    return entry;
  }

  private ObjectNode last() {
    JsonNode entries = bundle.path("entry");
    return Json.object(entries.path(entries.size() - 1));
  }

  @Override
  public String toString() {
    return bundle.toString();
  }

  /** The statuses of the answers, in their order, digits only. */
  static List<String> statuses(JsonNode answer) {
    List<String> statuses = new ArrayList<>();
    for (JsonNode entry : answer.path("entry")) {
      statuses.add(entry.path("response").path("status").asText().substring(0, 3));
    }
    return statuses;
  }

  /** The keys of what an answer's entries were stored as: {@code Patient/p1}. */
  static List<String> keys(JsonNode answer) {
    List<String> keys = new ArrayList<>();
    for (JsonNode entry : answer.path("entry")) {
      keys.add(
          entry
              .path("response")
              .path("location")
              .asText()
              .replaceAll(".*/([A-Za-z]+/[^/]+)/_history/.*", "$1"));
    }
    return keys;
  }

  static JsonNode resource(JsonNode answer, int index) {
    return answer.path("entry").path(index).path("resource");
  }

  static JsonNode response(JsonNode answer, int index) {
    return answer.path("entry").path(index).path("response");
  }
}
