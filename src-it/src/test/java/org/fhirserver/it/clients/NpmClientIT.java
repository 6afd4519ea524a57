package org.fhirserver.it.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * fhir-kit-client from npm, in Node; only in the profile {@code npm-client}, which fetches both.
 *
 * @see <a href="https://github.com/Vermonster/fhir-kit-client">fhir-kit-client</a>
 */
@HttpTest
@EnabledIfSystemProperty(named = NpmClientIT.DIRECTORY, matches = ".+")
class NpmClientIT {
  /** Where the profile put Node and the packages. */
  static final String DIRECTORY = "fhir.test.npm-client";

  private final FhirClient client;

  NpmClientIT(FhirClient client) {
    this.client = client;
  }

  @TestFactory
  @DisplayName("The steps of src/test/npm/walk.mjs")
  List<DynamicTest> steps() throws IOException, InterruptedException {
    List<DynamicTest> steps = new ArrayList<>();
    Path directory = Path.of(System.getProperty(DIRECTORY)).toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(directory.resolve("node/node").toString(), "walk.mjs")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    String base = client.base().toString();
    builder.environment().put("FHIR_BASE_URL", base.substring(0, base.length() - 1));
    builder.environment().put("FHIR_TOKEN", client.token("admin"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    for (String line : output.lines().toList()) {
      JsonNode step = new JsonMapper().readTree(line);
      steps.add(
          DynamicTest.dynamicTest(
              step.path("step").asText(), () -> assertEquals("", step.path("failure").asText())));
    }
    assertFalse(steps.isEmpty(), "The walk said nothing");
    steps.add(DynamicTest.dynamicTest("The walk ends well", () -> assertEquals(0, status)));
    return steps;
  }
}
