package org.fhirserver.service.operation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes what an operation answers.
 *
 * @see <a href="https://hl7.org/fhir/R4/parameters.html">Parameters</a>
 */
public final class ParametersWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonGenerator json;

  /** Starts Parameters. */
  public ParametersWriter() {
    try {
      json = FACTORY.createGenerator(bytes);
      json.writeStartObject();
      json.writeStringField("resourceType", "Parameters");
      json.writeArrayFieldStart("parameter");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Adds a code. */
  public ParametersWriter code(String name, String code) {
    try {
      start(name);
      json.writeStringField("valueCode", code);
      json.writeEndObject();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Adds a value of a complex type.
   *
   * @param property the name of the value in JSON, "valueMeta"
   * @param value its JSON
   */
  public ParametersWriter value(String name, String property, byte[] value) {
    try {
      start(name);
      json.writeFieldName(property);
      json.writeRawValue(new String(value, StandardCharsets.UTF_8));
      json.writeEndObject();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Ends the Parameters: its UTF-8 bytes. */
  public byte[] toBytes() {
    try {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void start(String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
  }
}
