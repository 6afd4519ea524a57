package org.fhirserver.store.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/**
 * Reads the file of search parameters. Each starts with a line of its URL, the others follow:
 *
 * <pre>
 * parameter http://hl7.org/fhir/SearchParameter/Account-owner
 * code owner
 * type reference
 * base Account
 * expression Account.owner
 * target Organization
 * component http://hl7.org/fhir/SearchParameter/... code
 * </pre>
 *
 * @see <a href="https://hl7.org/fhir/R4/searchparameter-registry.html">Registry of R4</a>
 */
public final class SearchParameterDefinitions {
  private static final String FILE = "search-parameters.txt";

  private final List<SearchParameterDefinition> definitions = new ArrayList<>();
  private final Map<String, String> fields = new HashMap<>();
  private final List<SearchParameterDefinition.Component> components = new ArrayList<>();

  private SearchParameterDefinitions() {}

  /** All search parameters of R4, in the order of the specification. */
  public static List<SearchParameterDefinition> load() {
    return new SearchParameterDefinitions().read();
  }

  private List<SearchParameterDefinition> read() {
    try (InputStream stream = SearchParameterDefinitions.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + FILE);
      }
      new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(this::readLine);
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + FILE, e);
    }
    finish();
    return List.copyOf(definitions);
  }

  private void readLine(String line) {
    int space = line.indexOf(' ');
    String key = line.substring(0, space);
    String value = line.substring(space + 1);
    if (key.equals("parameter")) {
      finish();
    }
    if (key.equals("component")) {
      int end = value.indexOf(' ');
      components.add(
          new SearchParameterDefinition.Component(
              value.substring(0, end), value.substring(end + 1)));
    } else {
      fields.put(key, value);
    }
  }

  private void finish() {
    if (!fields.isEmpty()) {
      definitions.add(
          new SearchParameterDefinition(
              field("parameter"),
              field("code"),
              field("type"),
              words("base"),
              Optional.ofNullable(fields.get("expression")),
              words("target").stream().map(name -> ResourceType.named(name).orElseThrow()).toList(),
              List.copyOf(components)));
      fields.clear();
      components.clear();
    }
  }

  private String field(String key) {
    String value = fields.get(key);
    if (value == null) {
      throw new IllegalStateException("A search parameter without " + key + ": " + fields);
    }
    return value;
  }

  private List<String> words(String key) {
    String value = fields.get(key);
    return value == null ? List.of() : List.of(value.split(" "));
  }
}
