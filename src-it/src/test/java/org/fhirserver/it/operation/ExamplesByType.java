package org.fhirserver.it.operation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.fhirserver.store.model.examples.OfficialExamples;

/** The smallest official example of each resource type. */
final class ExamplesByType {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final Map<String, byte[]> examples = new HashMap<>();

  ExamplesByType() {
    OfficialExamples.forEach(
        example ->
            examples.merge(
                tree(example).path("resourceType").asText(),
                example,
                (one, other) -> one.length <= other.length ? one : other));
  }

  /** An example without id and meta; of the few types that have none, the least. */
  ObjectNode of(String type) {
    byte[] example = examples.get(type);
    if (example == null) {
      return withoutExample(type);
    }
    ObjectNode resource = (ObjectNode) tree(example);
    resource.remove("id");
    resource.remove("meta");
    return resource;
  }

  private static ObjectNode withoutExample(String type) {
    ObjectNode resource = JSON.createObjectNode().put("resourceType", type);
    if (type.equals("EventDefinition")) {
      resource.put("status", "draft").putArray("trigger").addObject().put("type", "named-event");
      resource.withObject("/trigger/0").put("name", "walk");
    }
    return resource;
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
