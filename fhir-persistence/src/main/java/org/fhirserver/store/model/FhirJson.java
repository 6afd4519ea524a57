package org.fhirserver.store.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/**
 * Reads resources from JSON and checks them against their definitions on the way; writes them again
 * with every value as it was.
 *
 * @see <a href="https://hl7.org/fhir/R4/json.html">JSON representation</a>
 */
public final class FhirJson {
  /** How deep objects and arrays may be nested. */
  static final int DEEPEST_NESTING = 100;

  /** How many characters a value may have. */
  static final int LONGEST_STRING = 64 * 1024 * 1024;

  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 1000;

  /** What this server has written may have a resource of the deepest nesting in a Bundle. */
  static final int DEEPEST_NESTING_WRITTEN = 2 * DEEPEST_NESTING;

  private final FhirDefinitions definitions;
  private final ResourceRules rules;
  private final JsonFactory factory = factory(DEEPEST_NESTING);
  private final JsonFactory uncheckedFactory = factory(DEEPEST_NESTING_WRITTEN);

  /** Reads and writes resources of these definitions, whatever their invariants say. */
  public FhirJson(FhirDefinitions definitions) {
    this(definitions, ResourceRules.NONE);
  }

  /**
   * Reads and writes resources of these definitions.
   *
   * @param rules what a resource that comes from outside must keep to besides its structure
   */
  public FhirJson(FhirDefinitions definitions, ResourceRules rules) {
    this.definitions = definitions;
    this.rules = rules;
  }

  private static JsonFactory factory(int deepestNesting) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(deepestNesting)
                .maxStringLength(LONGEST_STRING)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .build();
  }

  /**
   * Reads a resource.
   *
   * @throws FhirException if the bytes are no valid resource, with an issue for each mistake
   */
  public Element read(byte[] bytes) {
    return readPart(bytes, 0, bytes.length);
  }

  /**
   * Reads a resource that stands in the middle of other bytes.
   *
   * @throws FhirException if those bytes are no valid resource, with an issue for each mistake
   */
  public Element readPart(byte[] bytes, int offset, int length) {
    Element resource = read(factory, bytes, offset, length, true);
    List<Issue> violations = rules.violations(resource);
    if (!violations.isEmpty()) {
      throw new FhirException(FhirException.Category.INVALID, violations);
    }
    return resource;
  }

  /**
   * Reads a resource that this server has written, which kept to the rules of its time: without
   * checks of values, cardinalities and invariants.
   */
  public Element readStored(byte[] bytes) {
    return read(uncheckedFactory, bytes, 0, bytes.length, false);
  }

  private Element read(
      JsonFactory factory, byte[] bytes, int offset, int length, boolean isChecked) {
    Issues issues = new Issues();
    try (JsonParser parser = factory.createParser(bytes, offset, length)) {
      ResourceTypeDetection types =
          new ResourceTypeDetection(
              definitions, parser, () -> factory.createParser(bytes, offset, length), issues);
      return read(parser, types, issues, isChecked);
    } catch (JsonProcessingException e) {
      throw issues.fatal("The JSON is malformed at " + place(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory are not readable", e);
    }
  }

  private static Element read(
      JsonParser parser, ResourceTypeDetection types, Issues issues, boolean isChecked)
      throws IOException {
    try {
      return new ResourceReader(parser, types, issues, isChecked).read();
    } catch (StreamConstraintsException e) {
      throw issues.fatal(
          "The JSON is nested too deep, or has a name, number or text that is too long, at "
              + place(parser.currentLocation()));
    }
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Writes a resource, resourceType first, all else in the order in which it was read. */
  public byte[] write(Element resource) {
    return new ResourceWriter().write(resource);
  }

  /** Writes a resource with that id, version and time in place of its own. */
  public byte[] write(Element resource, Stamp stamp) {
    return new ResourceWriter().write(resource, stamp);
  }
}
