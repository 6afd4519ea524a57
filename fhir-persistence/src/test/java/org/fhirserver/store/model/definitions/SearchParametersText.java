package org.fhirserver.store.model.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the search parameters as the lines that {@code SearchParameterDefinitions} reads. */
final class SearchParametersText {
  private static final String FILE = "/org/hl7/fhir/r4/model/sp/search-parameters.json";

  private final StringBuilder text =
      new StringBuilder("# FHIR R4 4.0.1, made by DefinitionsGenerator; edit that one instead\n");

  /** The whole file. */
  String text() {
    try (var stream = SearchParametersText.class.getResourceAsStream(FILE)) {
      for (JsonNode entry : new ObjectMapper().readTree(stream).path("entry")) {
        add(entry.path("resource"));
      }
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + FILE, e);
    }
    return text.toString();
  }

  private void add(JsonNode parameter) {
    line("parameter", parameter.path("url").asText());
    line("code", parameter.path("code").asText());
    line("type", parameter.path("type").asText());
    line("base", joined(parameter.path("base")));
    line("expression", parameter.path("expression").asText());
    line("target", joined(parameter.path("target")));
    for (JsonNode component : parameter.path("component")) {
      line(
          "component",
          component.path("definition").asText() + " " + component.path("expression").asText());
    }
  }

  private void line(String key, String value) {
    if (value.contains("\n")) {
      throw new IllegalStateException("More than one line: " + value);
    }
    if (!value.isEmpty()) {
      text.append(key).append(' ').append(value).append('\n');
    }
  }

  private static String joined(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asText()));
    return String.join(" ", values);
  }
}
