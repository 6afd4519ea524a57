package org.fhirserver.service.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;

/**
 * What a Binary holds, apart from the resource around it.
 *
 * @param contentType the media type of the data
 * @param securityContext the reference to the resource that stands for the access to it
 * @param data the data as they are, not in base64; empty for a Binary without data
 * @see <a href="https://hl7.org/fhir/R4/binary.html">Binary</a>
 */
public record BinaryContent(String contentType, Optional<String> securityContext, byte[] data) {
  /** The most data that fit into the longest string of a resource in base64. */
  public static final int MOST_BYTES = 48 * 1024 * 1024;

  /** A multiple of three, so that the base64 of the pieces is the base64 of the whole. */
  private static final int PIECE = 48 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * Refuses more data than a resource can hold.
   *
   * @throws FhirException TOO_LARGE if that is so
   */
  public BinaryContent {
    if (data.length > MOST_BYTES) {
      throw new FhirException(
          Category.TOO_LARGE,
          List.of(
              Issue.error(
                  "too-long", "A Binary can hold " + MOST_BYTES + " bytes of data at most.")));
    }
  }

  /** The content of a stored Binary. */
  public static BinaryContent of(byte[] resource) {
    String contentType = "";
    Optional<String> securityContext = Optional.empty();
    byte[] data = {};
    try (JsonParser parser = JSON.createParser(resource)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "contentType" -> contentType = parser.getText();
          case "data" -> data = parser.getBinaryValue();
          case "securityContext" -> securityContext = reference(parser);
          default -> parser.skipChildren();
        }
      }
      return new BinaryContent(contentType, securityContext, data);
    } catch (IOException e) {
      throw new UncheckedIOException("A stored Binary is not readable", e);
    }
  }

  /** The media type of the data of a stored Binary. */
  public static String contentType(byte[] resource) {
    return text(resource, "contentType").orElse("");
  }

  /** The type of the resource that a text is, if it is one in JSON. */
  public static Optional<String> resourceType(byte[] text) {
    return text(text, "resourceType");
  }

  /** The string of that name in the outermost object. */
  private static Optional<String> text(byte[] json, String name) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isWanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.VALUE_STRING && isWanted) {
          return Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private static Optional<String> reference(JsonParser parser) throws IOException {
    Optional<String> reference = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("reference")) {
        reference = Optional.of(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return reference;
  }

  /**
   * The resource that holds this content, as JSON.
   *
   * @param id its id, if it is known
   */
  public byte[] toResource(Optional<String> id) {
    StringBuilder head = new StringBuilder("{\"resourceType\":\"Binary\"");
    id.ifPresent(text -> head.append(",\"id\":").append(quoted(text)));
    head.append(",\"contentType\":").append(quoted(contentType));
    securityContext.ifPresent(
        text ->
            head.append(",\"securityContext\":{\"reference\":").append(quoted(text)).append('}'));
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    if (data.length == 0) {
      return ByteBuffer.allocate(start.length + 1).put(start).put((byte) '}').array();
    }
    byte[] name = ",\"data\":\"".getBytes(StandardCharsets.US_ASCII);
    int base64 = (data.length + 2) / 3 * 4;
    ByteBuffer json = ByteBuffer.allocate(start.length + name.length + base64 + 2);
    json.put(start).put(name);
    for (int i = 0; i < data.length; i += PIECE) {
      int length = Math.min(PIECE, data.length - i);
      json.put(Base64.getEncoder().encode(ByteBuffer.wrap(data, i, length)));
    }
    return json.put((byte) '"').put((byte) '}').array();
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
