package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type of a resource at its start, wherever it is named.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html#resources">Resources in JSON</a>
 */
final class ResourceTypeDetection {
  static final String RESOURCE_TYPE = "resourceType";

  /** A parser of the same text from its start. */
  interface SecondParser {
    JsonParser open() throws IOException;
  }

  private final FhirDefinitions definitions;
  private final JsonParser parser;
  private final SecondParser secondParser;
  private final Issues issues;
  private Optional<ResourceTypeScan> scan = Optional.empty();

  ResourceTypeDetection(
      FhirDefinitions definitions, JsonParser parser, SecondParser secondParser, Issues issues) {
    this.definitions = definitions;
    this.parser = parser;
    this.secondParser = secondParser;
    this.issues = issues;
  }

  /**
   * The type of the resource that starts at that byte and has that first property, which is the
   * current token; the abstract type Resource if there is none, which is told as an issue.
   */
  TypeDefinition typeOf(long start, @Nullable String first, Supplier<String> expression)
      throws IOException {
    Optional<String> name = typeName(start, first);
    Optional<ResourceType> type = name.flatMap(ResourceType::named);
    if (type.isPresent()) {
      return definitions.resource(type.get());
    }
    String diagnostics =
        name.map(unknown -> "Unknown resource type " + Issues.quoted(unknown))
            .orElse("A resource must name its type in 'resourceType'");
    issues.add("structure", diagnostics, expression.get());
    return definitions.type("Resource").orElseThrow();
  }

  private Optional<String> typeName(long start, @Nullable String first) throws IOException {
    if (first == null) {
      return Optional.empty();
    }
    if (!first.equals(RESOURCE_TYPE)) {
      return scan().typeOf(start);
    }
    return parser.nextToken() == JsonToken.VALUE_STRING
        ? Optional.of(parser.getText())
        : Optional.empty();
  }

  private ResourceTypeScan scan() throws IOException {
    if (scan.isEmpty()) {
      try (JsonParser second = secondParser.open()) {
        scan = Optional.of(new ResourceTypeScan(second));
      }
    }
    return scan.get();
  }
}
