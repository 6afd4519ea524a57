package org.fhirserver.service.operation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.fhirserver.store.ucum.Units;

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
    return text(name, "valueCode", code);
  }

  /** Adds a string, which must not be empty. */
  public ParametersWriter string(String name, String value) {
    return text(name, "valueString", value);
  }

  private ParametersWriter text(String name, String property, String value) {
    return add(
        () -> {
          start(name);
          json.writeStringField(property, value);
          json.writeEndObject();
        });
  }

  /** Adds a number. */
  public ParametersWriter integer(String name, long value) {
    return add(
        () -> {
          start(name);
          json.writeNumberField("valueInteger", value);
          json.writeEndObject();
        });
  }

  /** Adds a time as a quantity in milliseconds, to the microsecond. */
  public ParametersWriter time(String name, Duration time) {
    return add(
        () -> {
          start(name);
          json.writeObjectFieldStart("valueQuantity");
          json.writeNumberField("value", BigDecimal.valueOf(time.toNanos() / 1000, 3));
          json.writeStringField("unit", "ms");
          json.writeStringField("system", Units.SYSTEM);
          json.writeStringField("code", "ms");
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** Starts a parameter with parts: what is added until its end. */
  public ParametersWriter group(String name) {
    return add(
        () -> {
          start(name);
          json.writeArrayFieldStart("part");
        });
  }

  /** Ends a parameter with parts. */
  public ParametersWriter endGroup() {
    return add(
        () -> {
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Adds a value of a complex type.
   *
   * @param property the name of the value in JSON, "valueMeta"
   * @param value its JSON
   */
  public ParametersWriter value(String name, String property, byte[] value) {
    return add(
        () -> {
          start(name);
          json.writeFieldName(property);
          json.writeRawValue(new String(value, StandardCharsets.UTF_8));
          json.writeEndObject();
        });
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

  /** What writes to memory and cannot fail. */
  private interface Writing {
    void write() throws IOException;
  }

  private ParametersWriter add(Writing writing) {
    try {
      writing.write();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void start(String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
  }
}
