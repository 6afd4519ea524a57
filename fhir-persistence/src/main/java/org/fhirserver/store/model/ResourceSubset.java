package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Takes some elements out of a resource that this server has written, byte for byte as they stand
 * there, and tags what is left as a part of the whole.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 */
public final class ResourceSubset {
  /** The code system of the tag. */
  public static final String TAG_SYSTEM =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  /** The code of the tag. */
  public static final String TAG_CODE = "SUBSETTED";

  private static final String META = "meta";
  private static final String TAG = "tag";
  private static final String EXTENSION = "Extension";
  private static final byte[] TAG_JSON =
      ("{\"system\":\"" + TAG_SYSTEM + "\",\"code\":\"" + TAG_CODE + "\"}")
          .getBytes(StandardCharsets.US_ASCII);
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final FhirDefinitions definitions;
  private final BiPredicate<TypeDefinition, ElementDefinition> ofResource;
  private final Predicate<ElementDefinition> ofParts;

  /**
   * A way to take elements out.
   *
   * @param ofResource which elements of the resource itself stay, by its type; meta always does
   * @param ofParts which elements of those stay; an element with none of them stays whole
   */
  public ResourceSubset(
      FhirDefinitions definitions,
      BiPredicate<TypeDefinition, ElementDefinition> ofResource,
      Predicate<ElementDefinition> ofParts) {
    this.definitions = definitions;
    this.ofResource = ofResource;
    this.ofParts = ofParts;
  }

  /** The elements of that resource that stay, as a resource of its own. */
  public byte[] of(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Copy copy = new Copy(json, parser);
      copy.resource();
      return copy.target.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("A resource of this server is not readable", e);
    }
  }

  /** One run through one resource. */
  private final class Copy {
    private final byte[] source;
    private final JsonParser parser;
    private final Utf8Bytes target = new Utf8Bytes();

    Copy(byte[] source, JsonParser parser) {
      this.source = source;
      this.parser = parser;
    }

    void resource() throws IOException {
      parser.nextToken();
      parser.nextToken();
      String typeName = parser.nextTextValue();
      TypeDefinition type = definitions.type(typeName).orElseThrow();
      target.raw("{\"resourceType\":").string(typeName);
      boolean hasMeta = false;
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        Property property = type.property(name);
        if (name.equals(META)) {
          hasMeta = true;
          target.raw(",\"meta\":");
          meta();
        } else if (property != null && ofResource.test(type, property.definition())) {
          target.raw(',').string(name).raw(':');
          value(property);
        } else {
          parser.skipChildren();
        }
      }
      if (!hasMeta) {
        target.raw(",\"meta\":{\"tag\":[").raw(TAG_JSON).raw("]}");
      }
      target.raw('}');
    }

    private void meta() throws IOException {
      target.raw("{\"tag\":[").raw(TAG_JSON);
      Utf8Bytes others = new Utf8Bytes();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (name.equals(TAG)) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            copy(target.raw(','));
          }
        } else {
          copy(others.raw(',').string(name).raw(':'));
        }
      }
      target.raw(']').raw(others.toByteArray()).raw('}');
    }

    private void value(Property property) throws IOException {
      TypeDefinition type = property.type();
      boolean isDivisible =
          !type.isPrimitive()
              && type.kind() != TypeDefinition.Kind.RESOURCE
              && !type.name().equals(EXTENSION);
      if (!isDivisible) {
        copy(target);
      } else if (parser.currentToken() == JsonToken.START_ARRAY) {
        char separator = '[';
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          target.raw(separator);
          object(type);
          separator = ',';
        }
        target.raw(']');
      } else {
        object(type);
      }
    }

    private void object(TypeDefinition type) throws IOException {
      int mark = target.length();
      int start = (int) parser.currentTokenLocation().getByteOffset();
      char separator = '{';
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        Property property = type.property(name);
        if (property != null && ofParts.test(property.definition())) {
          target.raw(separator).string(name).raw(':');
          value(property);
          separator = ',';
        } else {
          parser.skipChildren();
        }
      }
      if (separator == '{') {
        target.truncate(mark);
        target.raw(source, start, (int) parser.currentLocation().getByteOffset());
      } else {
        target.raw('}');
      }
    }

    private void copy(Utf8Bytes to) throws IOException {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      to.raw(source, start, (int) parser.currentLocation().getByteOffset());
    }
  }
}
