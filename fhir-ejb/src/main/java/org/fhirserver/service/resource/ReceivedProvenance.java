package org.fhirserver.service.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * The Provenance in the header X-Provenance; its target is what the request writes.
 *
 * @see <a href="https://hl7.org/fhir/R4/provenance.html#header">The header X-Provenance</a>
 */
final class ReceivedProvenance {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String TARGET = "target";

  private final String json;

  private ReceivedProvenance(String json) {
    this.json = json;
  }

  /**
   * Reads the header as far as that goes without its target.
   *
   * @throws FhirException INVALID if it is no Provenance in JSON, or names a target
   */
  static ReceivedProvenance of(String header) {
    // What a container takes for Latin are the bytes of UTF-8.
    String json = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    boolean isProvenance = false;
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (name.equals(TARGET) || name.equals("_" + TARGET)) {
          throw FhirException.invalid(
              "The resource in the X-Provenance header shall not have a specified"
                  + " Provenance.target; it is what this request writes.");
        }
        parser.nextToken();
        isProvenance |=
            name.equals("resourceType")
                && ResourceType.PROVENANCE.typeName().equals(parser.getText());
        parser.skipChildren();
      }
      if (!isProvenance || parser.nextToken() != null) {
        throw malformed();
      }
    } catch (IOException e) {
      throw malformed();
    }
    return new ReceivedProvenance(json);
  }

  /** The Provenance with a target that stands for those to come. */
  byte[] aboutAnything() {
    return about("Resource/id");
  }

  /** The Provenance of these versions. */
  byte[] about(List<ResourceVersion> versions) {
    return about(
        versions.stream()
            .map(version -> version.key() + "/_history/" + version.version())
            .collect(Collectors.joining("\"},{\"reference\":\"")));
  }

  private byte[] about(String references) {
    int start = json.indexOf('{') + 1;
    return ("{\"target\":[{\"reference\":\"" + references + "\"}]," + json.substring(start))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static FhirException malformed() {
    return FhirException.invalid(
        "The X-Provenance header is malformed and can't be parsed as a Provenance in JSON.");
  }
}
