package org.fhirserver.it.fuzz;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  private final List<Example> examples = new ArrayList<>();

  /** A sample of that size. */
  Examples(Random random, int size) {
    int[] seen = {0};
    OfficialExamples.forEach(
        json -> {
          if (json.length > LARGEST) {
            return;
          }
          Example example = new Example(JsonTree.read(json).text("resourceType"), json);
          if (example.type().equals("Parameters")) {
            return;
          }
          int place = seen[0] < size ? seen[0] : random.nextInt(seen[0] + 1);
          seen[0]++;
          if (place == examples.size()) {
            examples.add(example);
          } else if (place < size) {
            examples.set(place, example);
          }
        });
  }

  Example any(Random random) {
    return Nasty.pick(random, examples);
  }
}
