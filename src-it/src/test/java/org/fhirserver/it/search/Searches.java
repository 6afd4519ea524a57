package org.fhirserver.it.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;

/**
 * Searches among the resources of one test, which all carry a tag of their own, so that tests can
 * share a server.
 */
public final class Searches {
  private static final String TAG_SYSTEM = "urn:test";

  private final FhirClient client;
  private final String tag = UUID.randomUUID().toString();

  public Searches(FhirClient client) {
    this.client = client;
  }

  /** The client that is searched with. */
  public FhirClient client() {
    return client;
  }

  /** The parameter that restricts a search to the resources of this test. */
  public String own() {
    return "_tag=" + TAG_SYSTEM + "%7C" + tag;
  }

  /** The JSON of a resource, which may stand in single quotes, with the tag of this test. */
  public String tagged(String json) {
    ObjectNode resource = Json.readObject(json);
    resource
        .withObject("/meta")
        .withArray("/tag")
        .addObject()
        .put("system", TAG_SYSTEM)
        .put("code", tag);
    return resource.toString();
  }

  /** Stores a resource under the id that it brings. */
  public void put(String json) {
    String tagged = tagged(json);
    JsonNode resource = Json.read(tagged);
    FhirResponse answer =
        client.put(
            resource.path("resourceType").asText() + "/" + resource.path("id").asText(), tagged);
    if (answer.status() != 200 && answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
  }

  /** Stores new resources under the ids that they bring, all at once. */
  public void putAll(List<String> jsons) {
    ObjectNode bundle = Json.readObject("{'resourceType':'Bundle','type':'transaction'}");
    for (String json : jsons) {
      JsonNode resource = Json.read(tagged(json));
      String url = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.set("resource", resource);
      entry.putObject("request").put("method", "PUT").put("url", url);
    }
    client.post("", bundle.toString()).expect(200);
  }

  /** The ids of this test's resources that a search finds, over all pages, joined by blanks. */
  public String ids(String typeAndQuery) {
    return String.join(" ", new TreeSet<>(idsInOrder(typeAndQuery)));
  }

  /** The ids in the order in which the pages bring them. */
  public List<String> idsInOrder(String typeAndQuery) {
    List<String> ids = new ArrayList<>();
    for (JsonNode page : pages(withOwn(typeAndQuery))) {
      ids.addAll(matches(page));
    }
    return ids;
  }

  /** The one page of a search among this test's resources. */
  public JsonNode page(String typeAndQuery) {
    return client.get(withOwn(typeAndQuery)).expect(200).json();
  }

  /** The number that {@code _summary=count} tells. */
  public int count(String typeAndQuery) {
    return page(typeAndQuery + "&_summary=count").path("total").asInt(-1);
  }

  /** All pages of a search. */
  public List<JsonNode> pages(String url) {
    List<JsonNode> pages = new ArrayList<>();
    Optional<String> next = Optional.of(url);
    while (next.isPresent()) {
      JsonNode page = client.get(next.get()).expect(200).json();
      pages.add(page);
      next = link(page, "next");
      if (pages.size() > 5_000) {
        throw new AssertionError("The pages of " + url + " do not end");
      }
    }
    return pages;
  }

  /** What a refused search says. */
  public String refusal(String typeAndQuery) {
    FhirResponse answer = client.get(typeAndQuery).expect(400);
    JsonNode outcome = answer.json();
    if (!outcome.path("resourceType").asText().equals("OperationOutcome")) {
      throw new AssertionError("No OperationOutcome: " + outcome);
    }
    return outcome.path("issue").path(0).path("diagnostics").asText();
  }

  /** A search by form. */
  public FhirResponse form(String typeAndQuery, String body) {
    int mark = typeAndQuery.indexOf('?');
    String type = mark < 0 ? typeAndQuery : typeAndQuery.substring(0, mark);
    String query = mark < 0 ? "" : typeAndQuery.substring(mark);
    return client.send(
        client
            .request(type + "/_search" + query)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private String withOwn(String typeAndQuery) {
    return typeAndQuery + (typeAndQuery.contains("?") ? "&" : "?") + own();
  }

  /** The ids of the matches on a page. */
  public static List<String> matches(JsonNode page) {
    return resources(page, "match").stream().map(found -> found.path("id").asText()).toList();
  }

  /** The resources on a page that are there for that reason. */
  public static List<JsonNode> resources(JsonNode page, String mode) {
    List<JsonNode> resources = new ArrayList<>();
    for (JsonNode entry : page.path("entry")) {
      if (entry.path("search").path("mode").asText().equals(mode)) {
        resources.add(entry.path("resource"));
      }
    }
    return resources;
  }

  /** The URL of a link. */
  public static Optional<String> link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.path("link")) {
      if (link.path("relation").asText().equals(relation)) {
        return Optional.of(link.path("url").asText());
      }
    }
    return Optional.empty();
  }

  /** A value as it stands in a query, percent-encoded. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
