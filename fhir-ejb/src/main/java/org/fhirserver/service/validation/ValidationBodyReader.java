package org.fhirserver.service.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.validation.ValidationBody.UncheckedResource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/**
 * Reads the body of a validation request, a resource or Parameters with one, without a look at what
 * is in the resource: that it may break rules is why it is to be validated.
 */
final class ValidationBodyReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private final byte[] body;
  private final List<Parameter> parameters = new ArrayList<>();

  private record Parameter(
      String name, Optional<String> value, Optional<UncheckedResource> resource) {}

  private ValidationBodyReader(byte[] body) {
    this.body = body;
  }

  /**
   * What the body holds.
   *
   * @throws FhirException INVALID if it is not well-formed, names no type or has unknown parameters
   */
  static ValidationBody read(byte[] body) {
    return new ValidationBodyReader(body).read();
  }

  private ValidationBody read() {
    try (JsonParser parser = FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw FhirException.invalid("The body is no JSON object.");
      }
      UncheckedResource resource = readResource(parser, true);
      if (parser.nextToken() != null) {
        throw FhirException.invalid("Something follows the resource in the body.");
      }
      return resource.type().equals("Parameters") ? ofParameters() : of(resource);
    } catch (StreamConstraintsException tooMuch) {
      throw structure("The JSON is nested too deep, or has a number or text that is too long.");
    } catch (JsonProcessingException malformed) {
      throw structure(
          "The JSON is malformed at line "
              + malformed.getLocation().getLineNr()
              + ", column "
              + malformed.getLocation().getColumnNr()
              + ".");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The resource whose start is the current token. */
  private UncheckedResource readResource(JsonParser parser, boolean isBody) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    Optional<String> type = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("resourceType") && value == JsonToken.VALUE_STRING) {
        type = Optional.of(parser.getText());
      } else if (isBody && name.equals("parameter") && value == JsonToken.START_ARRAY) {
        readParameters(parser);
      } else {
        parser.skipChildren();
      }
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return new UncheckedResource(
        type.orElseThrow(() -> structure("A resource must name its type in 'resourceType'.")),
        isBody ? body : Arrays.copyOfRange(body, start, end));
  }

  private void readParameters(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        parameters.add(readParameter(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private Parameter readParameter(JsonParser parser) throws IOException {
    String name = "";
    Optional<String> text = Optional.empty();
    Optional<UncheckedResource> resource = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("name") && value == JsonToken.VALUE_STRING) {
        name = parser.getText();
      } else if (field.startsWith("value") && value == JsonToken.VALUE_STRING) {
        text = Optional.of(parser.getText());
      } else if (field.equals("resource") && value == JsonToken.START_OBJECT) {
        resource = Optional.of(readResource(parser, false));
      } else {
        parser.skipChildren();
      }
    }
    return new Parameter(name, text, resource);
  }

  private static ValidationBody of(UncheckedResource resource) {
    return new ValidationBody(Optional.of(resource), List.of(), List.of());
  }

  private ValidationBody ofParameters() {
    List<UncheckedResource> resources = new ArrayList<>();
    List<String> profiles = new ArrayList<>();
    List<String> modes = new ArrayList<>();
    for (Parameter parameter : parameters) {
      switch (parameter.name()) {
        case "resource" -> resources.add(parameter.resource().orElseThrow(() -> empty(parameter)));
        case "profile" -> profiles.add(parameter.value().orElseThrow(() -> empty(parameter)));
        case "mode" -> modes.add(parameter.value().orElseThrow(() -> empty(parameter)));
        default ->
            throw FhirException.invalid(
                "$validate knows the parameters 'resource', 'profile' and 'mode'; the body has"
                    + " another one.");
      }
    }
    if (resources.size() > 1) {
      throw FhirException.invalid("Only one resource can be validated at a time.");
    }
    return new ValidationBody(resources.stream().findFirst(), profiles, modes);
  }

  private static FhirException empty(Parameter parameter) {
    return FhirException.invalid("The parameter '" + parameter.name() + "' has no such value.");
  }

  private static FhirException structure(String diagnostics) {
    return new FhirException(Category.INVALID, "structure", diagnostics);
  }
}
