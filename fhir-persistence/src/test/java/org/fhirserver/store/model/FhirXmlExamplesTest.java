package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;

/** The official examples in XML and back. */
class FhirXmlExamplesTest {
  private static final int LONGEST_SHOWN = 60;
  private static final int SAMPLE = 7;

  /** An array of primitives without any value, which HAPI does not see in JSON. */
  private static final Pattern HAPI_LOSES = Pattern.compile("\"_event\":");

  private static final FhirContext HAPI = FhirContext.forR4Cached();

  private final FhirDefinitions definitions = FhirDefinitions.load();
  private final FhirJson json = new FhirJson(definitions);
  private final FhirXml xml = new FhirXml(definitions);

  @Test
  void everyExampleComesBackWithTheSameValues() {
    AtomicInteger count = new AtomicInteger();
    List<String> differences = new ArrayList<>();
    OfficialExamples.forEach(
        example -> {
          boolean isIndented = count.getAndIncrement() % 2 == 0;
          byte[] back = xml.toJson(xml.fromJson(example, isIndented));
          difference(tree(example), tree(json.write(json.read(back))), "")
              .ifPresent(differences::add);
        });
    assertEquals(List.of(), differences);
    assertEquals(5273, count.get());
  }

  @Test
  void hapiReadsOurXmlAsItReadsTheJson() {
    List<String> differences = new ArrayList<>();
    forEachOfSample(
        example -> {
          IBaseResource expected = parse(HAPI.newJsonParser(), example);
          IBaseResource found = parse(HAPI.newXmlParser(), xml.fromJson(example, false));
          difference(hapiTree(expected), hapiTree(found), "").ifPresent(differences::add);
        });
    assertEquals(List.of(), differences);
  }

  @Test
  void xmlOfHapiIsReadAsItsJson() {
    List<String> differences = new ArrayList<>();
    forEachOfSample(
        example -> {
          IBaseResource resource = parse(HAPI.newJsonParser(), example);
          byte[] hapiJson = bytes(HAPI.newJsonParser().encodeResourceToString(resource));
          byte[] hapiXml = bytes(HAPI.newXmlParser().encodeResourceToString(resource));
          difference(
                  withoutNarrative(tree(hapiJson)), withoutNarrative(tree(xml.toJson(hapiXml))), "")
              .ifPresent(differences::add);
        });
    assertEquals(List.of(), differences);
  }

  private static void forEachOfSample(Consumer<byte[]> consumer) {
    AtomicInteger count = new AtomicInteger();
    OfficialExamples.forEach(
        example -> {
          if (count.getAndIncrement() % SAMPLE == 0
              && !HAPI_LOSES.matcher(new String(example, StandardCharsets.UTF_8)).find()) {
            consumer.accept(example);
          }
        });
  }

  private static IBaseResource parse(IParser parser, byte[] resource) {
    return parser.parseResource(new String(resource, StandardCharsets.UTF_8));
  }

  private static JsonNode hapiTree(IBaseResource resource) {
    return withoutNarrative(tree(bytes(HAPI.newJsonParser().encodeResourceToString(resource))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** HAPI writes narratives anew, and its XML has spaces where an attribute has line ends. */
  private static JsonNode withoutNarrative(JsonNode tree) {
    for (JsonNode text : tree.findValues("text")) {
      if (text instanceof ObjectNode narrative) {
        narrative.remove("div");
      }
    }
    return tree;
  }

  /** XML has no carriage return of its own: it is one more form of a line end. */
  private static JsonNode tree(byte[] json) {
    return ExactJson.tree(bytes(new String(json, StandardCharsets.UTF_8).replace("\\r", "\\n")));
  }

  private static Optional<String> difference(JsonNode expected, JsonNode found, String path) {
    if (expected.equals(found)) {
      return Optional.empty();
    }
    for (Iterator<Map.Entry<String, JsonNode>> i = expected.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      Optional<String> inside =
          difference(field.getValue(), found.path(field.getKey()), path + "." + field.getKey());
      if (inside.isPresent()) {
        return inside;
      }
    }
    for (int i = 0; i < expected.size(); i++) {
      Optional<String> inside = difference(expected.path(i), found.path(i), path + "[" + i + "]");
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.of(path + ": " + shown(expected, found) + " became " + shown(found, expected));
  }

  /** The text from a bit before the place where it becomes another one. */
  private static String shown(JsonNode node, JsonNode other) {
    String text = node.toString();
    String otherText = other.toString();
    int same = 0;
    while (same < Math.min(text.length(), otherText.length())
        && text.charAt(same) == otherText.charAt(same)) {
      same++;
    }
    int start = Math.max(0, same - 20);
    return text.substring(start, Math.min(text.length(), start + LONGEST_SHOWN));
  }
}
