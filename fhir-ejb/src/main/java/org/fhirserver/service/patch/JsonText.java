package org.fhirserver.service.patch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.FhirException;

/** Reads JSON into nodes and writes them again, each number with the digits that it had. */
final class JsonText {
  /** How deep objects and arrays may be nested; a resource may not be nested deeper either. */
  static final int DEEPEST_NESTING = 110;

  private static final int LONGEST_STRING = 64 * 1024 * 1024;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST_NESTING)
                  .maxStringLength(LONGEST_STRING)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private JsonText() {}

  /**
   * The one value that the bytes hold.
   *
   * @param limit how many values it may hold in turn: each takes many times the memory of its text
   * @throws FhirException INVALID if they are no JSON in UTF-8, or an object has a name twice, or
   *     there are too many values
   */
  static JsonNode read(byte[] bytes, int limit) {
    try (JsonParser parser = FACTORY.createParser(decoded(bytes))) {
      if (parser.nextToken() == null) {
        throw FhirException.invalid("The JSON is empty.");
      }
      JsonNode node = new NodeReader(parser, limit).value();
      if (parser.nextToken() != null) {
        throw FhirException.invalid("The JSON goes on after its end.");
      }
      return node;
    } catch (CharacterCodingException e) {
      throw FhirException.invalid("The JSON is no valid UTF-8.");
    } catch (StreamConstraintsException e) {
      throw FhirException.invalid(
          "The JSON is nested too deep, or has a name, number or text that is too long.");
    } catch (JsonProcessingException e) {
      throw FhirException.invalid(
          "The JSON is malformed or has a name twice, at " + place(e.getLocation()) + ".");
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory are not readable", e);
    }
  }

  /** The parser itself takes characters that are encoded longer than needed. */
  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static final class NodeReader {
    private final JsonParser parser;
    private int left;

    NodeReader(JsonParser parser, int limit) {
      this.parser = parser;
      this.left = limit;
    }

    /** The value at which the parser stands. */
    JsonNode value() throws IOException {
      if (--left < 0) {
        throw new FhirException(
            FhirException.Category.INVALID, "too-costly", "The JSON holds too many values.");
      }
      JsonToken token = parser.currentToken();
      if (token == JsonToken.START_OBJECT) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value());
        }
        return new JsonNode.Members(members);
      }
      if (token == JsonToken.START_ARRAY) {
        List<JsonNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value());
        }
        return new JsonNode.Items(items);
      }
      return new JsonNode.Scalar(token, parser.getText());
    }
  }

  /**
   * The bytes of a document.
   *
   * @throws FhirException INVALID if it is nested too deep or has half a character
   */
  static byte[] write(JsonNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      write(node, generator, 1);
    } catch (IOException e) {
      throw FhirException.invalid("The patched resource has a text that is no valid Unicode.");
    }
    return bytes.toByteArray();
  }

  private static void write(JsonNode node, JsonGenerator generator, int depth) throws IOException {
    requireDepth(depth);
    if (node instanceof JsonNode.Members members) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> member : members.byName().entrySet()) {
        generator.writeFieldName(member.getKey());
        write(member.getValue(), generator, depth + 1);
      }
      generator.writeEndObject();
    } else if (node instanceof JsonNode.Items items) {
      generator.writeStartArray();
      for (JsonNode item : items.list()) {
        write(item, generator, depth + 1);
      }
      generator.writeEndArray();
    } else {
      write((JsonNode.Scalar) node, generator);
    }
  }

  private static void write(JsonNode.Scalar scalar, JsonGenerator generator) throws IOException {
    switch (scalar.kind()) {
      case VALUE_STRING -> generator.writeString(scalar.text());
      case VALUE_NULL -> generator.writeNull();
      case VALUE_TRUE -> generator.writeBoolean(true);
      case VALUE_FALSE -> generator.writeBoolean(false);
      default -> generator.writeNumber(scalar.text());
    }
  }

  /**
   * Keeps walks through nodes that a patch has put into one another within their bounds.
   *
   * @throws FhirException INVALID if that is too deep
   */
  static void requireDepth(int depth) {
    if (depth > DEEPEST_NESTING) {
      throw FhirException.invalid("The patch nests elements too deep.");
    }
  }
}
