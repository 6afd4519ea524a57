package org.fhirserver.it.fuzz;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.fhirserver.store.model.examples.OfficialExamples;

/** Official examples to start from, a sample of them. */
final class Examples {
  private static final int LARGEST = 40_000;
  private static final FhirContext CONTEXT = FhirContext.forR4();

  /** One example in JSON. */
  record Example(String type, byte[] json) {

    /** The example as a tree to change. */
    JsonTree tree() {
      return JsonTree.read(json);
    }

    /** The same in XML; empty where HAPI cannot read it. */
    Optional<XmlTree> xml() {
      try {
        String xml =
            CONTEXT
                .newXmlParser()
                .encodeResourceToString(
                    CONTEXT
                        .newJsonParser()
                        .parseResource(new String(json, StandardCharsets.UTF_8)));
        return Optional.of(XmlTree.read(xml.getBytes(StandardCharsets.UTF_8)));
      } catch (RuntimeException | XMLStreamException e) {
        return Optional.empty();
      }
    }
  }

  private final Map<String, List<Example>> examples = new TreeMap<>();
  private final List<String> types;

  /** A sample with so many of each type. */
  Examples(Random random, int ofEachType) {
    Map<String, Integer> seen = new HashMap<>();
    OfficialExamples.forEach(
        json -> {
          if (json.length <= LARGEST) {
            Example example = new Example(JsonTree.read(json).text("resourceType"), json);
            int number = seen.merge(example.type(), 1, Integer::sum);
            List<Example> sample =
                examples.computeIfAbsent(example.type(), type -> new ArrayList<>());
            if (number <= ofEachType) {
              sample.add(example);
            } else if (random.nextInt(number) < ofEachType) {
              sample.set(random.nextInt(ofEachType), example);
            }
          }
        });
    examples.remove("Parameters");
    types = List.copyOf(examples.keySet());
  }

  /** Any example; those of each type come equally often. */
  Example any(Random random) {
    return Nasty.pick(random, examples.getOrDefault(Nasty.pick(random, types), List.of()));
  }
}
