package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the types of resources that do not name it first, in one more pass over the whole text.
 *
 * <p>One pass for all, however deep they are nested: to search each by itself would let a hostile
 * text be read once for every level.
 */
final class ResourceTypeScan {
  private final Map<Long, String> typesByStart = new HashMap<>();

  /** Reads the text to its end. */
  ResourceTypeScan(JsonParser parser) throws IOException {
    long[] starts = new long[FhirJson.DEEPEST_NESTING_WRITTEN + 1];
    int depth = 0;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token.isStructStart()) {
        starts[++depth] = parser.currentTokenLocation().getByteOffset();
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME
          && parser.currentName().equals(ResourceTypeDetection.RESOURCE_TYPE)
          && parser.nextToken() == JsonToken.VALUE_STRING) {
        typesByStart.putIfAbsent(starts[depth], parser.getText());
      } else if (parser.currentToken().isStructStart()) {
        starts[++depth] = parser.currentTokenLocation().getByteOffset();
      }
    }
  }

  /** The resourceType of the object that starts at that byte. */
  Optional<String> typeOf(long start) {
    return Optional.ofNullable(typesByStart.get(start));
  }
}
