package org.fhirserver.service.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;

/**
 * Reads what a Bundle asks for and where its resources stand, without reading these: each is read
 * when its turn comes, so that a large Bundle needs little more memory than its bytes.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html">Bundle</a>
 */
final class BundleReader {
  private static final Set<String> BUNDLE_ELEMENTS =
      Set.of(
          "id",
          "meta",
          "implicitRules",
          "_implicitRules",
          "language",
          "_language",
          "identifier",
          "timestamp",
          "_timestamp",
          "total",
          "_total",
          "link",
          "signature",
          "_type");
  private static final Set<String> ENTRY_ELEMENTS =
      Set.of("id", "extension", "modifierExtension", "link", "_fullUrl", "search", "response");
  private static final Set<String> REQUEST_ELEMENTS =
      Set.of("id", "extension", "modifierExtension");
  private static final Set<String> REQUEST_TEXTS =
      Set.of("method", "url", "ifNoneMatch", "ifModifiedSince", "ifMatch", "ifNoneExist");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  private final byte[] body;
  private final int maxEntries;

  /**
   * A reader of one body.
   *
   * @param maxEntries how many entries a Bundle may have
   */
  BundleReader(byte[] body, int maxEntries) {
    this.body = body;
    this.maxEntries = maxEntries;
  }

  /**
   * The Bundle in the body.
   *
   * @throws FhirException INVALID if it is none, TOO_LARGE if it has too many entries
   */
  ReceivedBundle read() {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw FhirException.invalid("The body is no JSON object.");
      }
      ReceivedBundle bundle = readBundle(parser);
      if (parser.nextToken() != null) {
        throw FhirException.invalid("Something follows the Bundle in the body.");
      }
      return bundle;
    } catch (StreamConstraintsException tooMuch) {
      throw new FhirException(
          Category.INVALID,
          "structure",
          "The JSON is nested too deep, or has a number or text that is too long.");
    } catch (JsonProcessingException malformed) {
      throw new FhirException(
          Category.INVALID,
          "structure",
          "The JSON is malformed at line "
              + malformed.getLocation().getLineNr()
              + ", column "
              + malformed.getLocation().getColumnNr()
              + ".");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ReceivedBundle readBundle(JsonParser parser) throws IOException {
    String resourceType = "";
    String type = "";
    List<BundleEntry> entries = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "resourceType" -> resourceType = text(parser, "Bundle.resourceType");
        case "type" -> type = text(parser, "Bundle.type");
        case "entry" -> readEntries(parser, entries);
        default -> skip(parser, name, BUNDLE_ELEMENTS, "Bundle");
      }
    }
    if (!resourceType.equals("Bundle")) {
      throw FhirException.invalid(
          "Only a bundle can be submitted for batch or transaction processing.");
    }
    return new ReceivedBundle(type, entries);
  }

  private void readEntries(JsonParser parser, List<BundleEntry> entries) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw structure("an array is expected", "Bundle.entry");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (entries.size() == maxEntries) {
        throw new FhirException(
            Category.TOO_LARGE,
            "too-long",
            "The number of entries in the bundle exceeded the configured limit of "
                + maxEntries
                + ".");
      }
      entries.add(readEntry(parser, entries.size()));
    }
  }

  private BundleEntry readEntry(JsonParser parser, int index) throws IOException {
    String path = "Bundle.entry[" + index + "]";
    requireObject(parser, path);
    Optional<String> fullUrl = Optional.empty();
    Map<String, String> request = new HashMap<>();
    int offset = 0;
    int length = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "fullUrl" -> fullUrl = Optional.of(text(parser, path + ".fullUrl"));
        case "request" -> request = readRequest(parser, path + ".request");
        case "resource" -> {
          requireObject(parser, path + ".resource");
          offset = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          length = (int) parser.currentLocation().getByteOffset() - offset;
        }
        default -> skip(parser, name, ENTRY_ELEMENTS, path);
      }
    }
    return new BundleEntry(
        index,
        fullUrl,
        request.getOrDefault("method", ""),
        request.getOrDefault("url", ""),
        conditions(request),
        offset,
        length);
  }

  private static EntryConditions conditions(Map<String, String> request) {
    // Most requests have a method and a URL only.
    return request.size() <= 2
        ? EntryConditions.NONE
        : new EntryConditions(
            Optional.ofNullable(request.get("ifMatch")),
            Optional.ofNullable(request.get("ifNoneMatch")),
            Optional.ofNullable(request.get("ifModifiedSince")),
            Optional.ofNullable(request.get("ifNoneExist")));
  }

  private static Map<String, String> readRequest(JsonParser parser, String path)
      throws IOException {
    requireObject(parser, path);
    Map<String, String> request = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (REQUEST_TEXTS.contains(name)) {
        request.put(name, text(parser, path + "." + name));
      } else {
        skip(parser, name, REQUEST_ELEMENTS, path);
      }
    }
    return request;
  }

  private static void skip(JsonParser parser, String name, Set<String> known, String path)
      throws IOException {
    if (!known.contains(name)) {
      throw structure("Unknown element '" + shown(name) + "'", path);
    }
    parser.skipChildren();
  }

  private static String shown(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }

  private static String text(JsonParser parser, String path) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw structure("a string is expected", path);
    }
    return parser.getText();
  }

  private static void requireObject(JsonParser parser, String path) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw structure("an object is expected", path);
    }
  }

  private static FhirException structure(String reason, String path) {
    return new FhirException(
        Category.INVALID, List.of(Issue.error("structure", path + ": " + reason + ".", path)));
  }
}
