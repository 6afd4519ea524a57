package org.fhirserver.store.model.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DefinitionsGeneratorTest {

  @Test
  void typesAreThoseOfTheOfficialDefinitions() throws IOException {
    assertEquals(new TypesText().text(), committed(DefinitionsGenerator.TYPES));
  }

  @Test
  void invariantsAreThoseOfTheOfficialDefinitions() throws IOException {
    assertEquals(new InvariantsText().text(), committed(DefinitionsGenerator.INVARIANTS));
  }

  @Test
  void searchParametersAreThoseOfTheOfficialDefinitions() throws IOException {
    assertEquals(
        new SearchParametersText().text(), committed(DefinitionsGenerator.SEARCH_PARAMETERS));
  }

  @Test
  void compartmentsAreThoseOfTheOfficialDefinitions() throws IOException {
    assertEquals(new CompartmentsText().text(), committed(DefinitionsGenerator.COMPARTMENTS));
  }

  @Test
  void terminologyIsThatOfTheOfficialDefinitions() throws IOException {
    assertEquals(new TerminologyText().text(), committed(DefinitionsGenerator.TERMINOLOGY));
  }

  private static String committed(String file) throws IOException {
    try (var stream = DefinitionsGeneratorTest.class.getResourceAsStream("/" + file)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
