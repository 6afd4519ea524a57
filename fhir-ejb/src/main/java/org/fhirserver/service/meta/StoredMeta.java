package org.fhirserver.service.meta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.ParametersWriter;

/** Finds the meta in the bytes of a stored resource. */
final class StoredMeta {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = {'{', '}'};

  private StoredMeta() {}

  /** The JSON of the meta, as it is stored. */
  static byte[] of(byte[] resource) {
    try (JsonParser parser = JSON.createParser(resource)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isMeta = parser.currentName().equals("meta");
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (isMeta) {
          int end = (int) parser.currentLocation().getByteOffset();
          return Arrays.copyOfRange(resource, start, end);
        }
      }
      return NOTHING;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The answer of all operations on meta. */
  static OperationAnswer answer(byte[] meta) {
    return OperationAnswer.ok(new ParametersWriter().value("return", "valueMeta", meta).toBytes());
  }
}
