package org.fhirserver.it.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.Samples;
import org.fhirserver.it.search.Searches;

/** Calls everything that a capability statement declares for one resource type. */
final class TypeWalk {
  private static final int MOST_INCLUDES = 100;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FHIRPATH_PATCH =
      "{'resourceType':'Parameters','parameter':[{'name':'operation','part':["
          + "{'name':'type','valueCode':'add'},{'name':'path','valueString':'%s'},"
          + "{'name':'name','valueString':'language'},{'name':'value','valueCode':'%s'}]}]}";

  private final FhirClient client;
  private final JsonNode statement;
  private final JsonNode declared;
  private final String type;
  private final ObjectNode example;
  private final String code = Samples.newId();
  private final String own;
  private final List<String> mistakes = new ArrayList<>();

  TypeWalk(FhirClient client, JsonNode statement, JsonNode declared, ObjectNode example) {
    this.client = client;
    this.statement = statement;
    this.declared = declared;
    this.type = declared.path("type").asText();
    this.example = example;
    this.own = type + "?_tag=urn:walk%7C" + code;
    example
        .putObject("meta")
        .putArray("tag")
        .addObject()
        .put("system", "urn:walk")
        .put("code", code);
  }

  /** What does not work. */
  List<String> mistakes() {
    try {
      walk();
    } catch (RuntimeException | AssertionError e) {
      mistakes.add(type + ": " + e);
    }
    return mistakes;
  }

  private void walk() {
    String id = client.post(type, example.toString()).expect(201).json().path("id").asText();
    example.put("id", id);
    for (JsonNode interaction : declared.path("interaction")) {
      interact(interaction.path("code").asText(), type + "/" + id);
    }
    includes("_include", declared.path("searchInclude"));
    includes("_revinclude", declared.path("searchRevInclude"));
    conditions(type + "/" + id);
    formats(type + "/" + id);
    for (JsonNode operation : declared.path("operation")) {
      operate(operation, type + "/" + id);
    }
    expect("delete", 204, client.delete(type + "/" + id));
    if (declared.path("conditionalDelete").asText().equals("multiple")) {
      ObjectNode other = example.deepCopy();
      other.remove("id");
      client.post(type, other.toString()).expect(201);
      client.post(type, other.toString()).expect(201);
      expect("conditional delete", 204, client.delete(own + "&_count=100"));
      expectNumber(0, client.get(own).expect(200));
    }
  }

  private void interact(String interaction, String resource) {
    switch (interaction) {
      case "read" -> expect(interaction, 200, client.get(resource));
      case "vread" -> expect(interaction, 200, client.get(resource + "/_history/1"));
      case "update" -> {
        expect(interaction, 200, client.put(resource, example.toString()));
        if (declared.path("updateCreate").asBoolean()) {
          ObjectNode other = example.deepCopy().put("id", Samples.newId());
          other.remove("meta");
          String path = type + "/" + other.path("id").asText();
          expect("update as create", 201, client.put(path, other.toString()));
        }
      }
      case "patch" -> patch(resource);
      case "history-instance" -> expect(interaction, 200, client.get(resource + "/_history"));
      case "history-type" -> expect(interaction, 200, client.get(type + "/_history?_count=1"));
      case "search-type" -> {
        expectNumber(1, client.get(own).expect(200));
        expectNumber(
            1,
            client
                .send(
                    client
                        .request(type + "/_search")
                        .header("Content-Type", FORM)
                        .POST(BodyPublishers.ofString(own.substring(type.length() + 1))))
                .expect(200));
      }
      case "create", "delete" -> {
        // The walk begins with the one and ends with the other.
      }
      default -> mistakes.add(type + ": nothing here calls " + interaction);
    }
  }

  private void patch(String resource) {
    boolean hasLanguage = example.has("language");
    for (JsonNode format : statement.path("patchFormat")) {
      String patch =
          switch (format.asText()) {
            case "application/json-patch+json" ->
                "[{'op':'test','path':'/resourceType','value':'" + type + "'}]";
            case "application/fhir+json" ->
                hasLanguage
                    ? "{'resourceType':'Parameters'}"
                    : FHIRPATH_PATCH.formatted(type, "de");
            case "application/fhir+xml" -> "<Parameters xmlns='http://hl7.org/fhir'/>";
            default -> throw new IllegalStateException("No patch in " + format);
          };
      expect("patch in " + format.asText(), 200, patch(resource, format.asText(), patch));
    }
    if (!hasLanguage) {
      client.put(resource, example.toString()).expect(200);
    }
  }

  private FhirResponse patch(String path, String contentType, String patch) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", contentType)
            .method("PATCH", BodyPublishers.ofString(patch.replace('\'', '"'))));
  }

  /** Searches with all values of a parameter, as many at once as a search takes. */
  private void includes(String parameter, JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add("&" + parameter + "=" + value.asText()));
    for (int i = 0; i < texts.size(); i += MOST_INCLUDES) {
      String some = String.join("", texts.subList(i, Math.min(i + MOST_INCLUDES, texts.size())));
      FhirResponse searched = client.get(own + some);
      expect(parameter, 200, searched);
      if (searched.json().path("total").asInt() != 1) {
        mistakes.add(type + " " + parameter + ": " + searched.body());
      }
      if (Searches.resources(searched.json(), "outcome").size() > 0) {
        mistakes.add(type + " " + parameter + " warns: " + searched.body());
      }
    }
  }

  private void conditions(String resource) {
    ObjectNode other = example.deepCopy();
    other.remove("id");
    if (declared.path("conditionalCreate").asBoolean()) {
      String criteria = own.substring(type.length() + 1);
      expect(
          "conditional create",
          200,
          client.post(type, other.toString(), "If-None-Exist", criteria));
    }
    if (declared.path("conditionalUpdate").asBoolean()) {
      expect("conditional update", 200, client.put(own, other.toString()));
      expect(
          "conditional patch",
          200,
          patch(
              own,
              "application/json-patch+json",
              "[{'op':'test','path':'/resourceType','value':'" + type + "'}]"));
    }
    if (declared.path("conditionalRead").asText().equals("full-support")) {
      FhirResponse read = client.get(resource).expect(200);
      expect("If-None-Match", 304, client.get(resource, "If-None-Match", header(read, "ETag")));
      expect(
          "If-Modified-Since",
          304,
          client.get(resource, "If-Modified-Since", header(read, "Last-Modified")));
    }
  }

  private void formats(String resource) {
    for (JsonNode format : statement.path("format")) {
      String name = format.asText();
      expect(name, 200, client.get(resource + "?_format=" + name.replace("+", "%2B")));
      if (name.contains("/")) {
        FhirResponse read = client.send(client.request(resource).setHeader("Accept", name).GET());
        expect(name, 200, read);
        expect(
            "update in " + name,
            200,
            client.send(
                client
                    .request(resource)
                    .setHeader("Content-Type", name)
                    .PUT(BodyPublishers.ofString(read.body()))));
      }
    }
    for (String view : List.of("_summary=true", "_summary=text", "_summary=data", "_elements=id")) {
      expect(view, 200, client.get(resource + "?" + view));
    }
  }

  private void operate(JsonNode operation, String resource) {
    String name = operation.path("name").asText();
    JsonNode definition = client.get(operation.path("definition").asText()).expect(200).json();
    boolean affectsState = definition.path("affectsState").asBoolean();
    if (definition.path("type").asBoolean()) {
      int status = name.equals("reindex") ? 202 : 200;
      FhirResponse answer = call(type + "/$" + name, name, affectsState);
      expect("$" + name, status, answer);
      if (name.equals("reindex")) {
        // The other tests need the server more.
        String job = answer.header("Content-Location").orElse("");
        expect("DELETE of a job", 204, client.delete(job));
      }
    }
    if (definition.path("instance").asBoolean()) {
      int status = name.equals("purge-history") ? 204 : 200;
      expect("$" + name, status, call(resource + "/$" + name, name, affectsState));
    }
  }

  private FhirResponse call(String path, String name, boolean affectsState) {
    if (name.equals("validate") && !path.startsWith(type + "/" + example.path("id").asText())) {
      return client.post(path, example.toString());
    }
    if (!affectsState) {
      return client.get(path);
    }
    String labels =
        name.startsWith("meta-")
            ? ",'parameter':[{'name':'meta','valueMeta':{'tag':[{'code':'walked'}]}}]"
            : "";
    String body = "{'resourceType':'Parameters'" + labels + "}";
    return client.post(path, body.replace('\'', '"'));
  }

  private void expect(String what, int status, FhirResponse response) {
    if (response.status() != status) {
      mistakes.add(
          type
              + " "
              + what
              + ": "
              + response.status()
              + " instead of "
              + status
              + ": "
              + response.body());
    }
  }

  private void expectNumber(int number, FhirResponse searched) {
    int found = searched.json().path("entry").size();
    if (found != number) {
      mistakes.add(type + ": a search finds " + found + " instead of " + number);
    }
  }

  private static String header(FhirResponse response, String name) {
    return Optional.of(name).flatMap(response::header).orElse("");
  }
}
