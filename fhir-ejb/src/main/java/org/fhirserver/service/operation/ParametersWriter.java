package org.fhirserver.service.operation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.fhirserver.store.model.InstantText;
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
    return value(name, () -> json.writeStringField("valueCode", code));
  }

  /** Adds a string, not an empty one. */
  public ParametersWriter string(String name, String text) {
    return value(name, () -> json.writeStringField("valueString", text));
  }

  /** Adds a number; one that no integer of FHIR can hold becomes the greatest. */
  public ParametersWriter integer(String name, long number) {
    int shown = (int) Math.min(number, Integer.MAX_VALUE);
    return value(name, () -> json.writeNumberField("valueInteger", shown));
  }

  /** Adds a moment. */
  public ParametersWriter instant(String name, Instant moment) {
    return value(name, () -> json.writeStringField("valueInstant", InstantText.of(moment)));
  }

  /** Adds a parameter that has parts. */
  public ParametersWriter parts(String name, Consumer<ParametersWriter> parts) {
    try {
      start(name);
      json.writeArrayFieldStart("part");
      parts.accept(this);
      json.writeEndArray();
      json.writeEndObject();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Adds a time as a quantity in milliseconds, to the microsecond. */
  public ParametersWriter time(String name, Duration time) {
    return value(
        name,
        () -> {
          json.writeObjectFieldStart("valueQuantity");
          json.writeNumberField("value", BigDecimal.valueOf(time.toNanos() / 1000, 3));
          json.writeStringField("unit", "ms");
          json.writeStringField("system", Units.SYSTEM);
          json.writeStringField("code", "ms");
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
    return value(
        name,
        () -> {
          json.writeFieldName(property);
          json.writeRawValue(new String(value, StandardCharsets.UTF_8));
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

  /** Writes the value of a parameter. */
  private interface Value {
    void write() throws IOException;
  }

  private ParametersWriter value(String name, Value value) {
    try {
      start(name);
      value.write();
      json.writeEndObject();
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
