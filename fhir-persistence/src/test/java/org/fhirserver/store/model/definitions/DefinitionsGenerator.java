package org.fhirserver.store.model.definitions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the files with the types, invariants, search parameters, compartments and terminology of R4
 * from the official definitions inside hapi-fhir-validation-resources-r4. Run it in
 * fhir-persistence after an update of those.
 *
 * @see <a href="https://hl7.org/fhir/R4/downloads.html">Definitions of FHIR R4</a>
 */
public final class DefinitionsGenerator {
  static final String TYPES = "org/fhirserver/store/model/types.txt";
  static final String INVARIANTS = "org/fhirserver/store/fhirpath/invariants.txt";
  static final String SEARCH_PARAMETERS = "org/fhirserver/store/search/search-parameters.txt";
  static final String COMPARTMENTS = "org/fhirserver/store/search/compartments.txt";
  static final String TERMINOLOGY = "org/fhirserver/store/terminology/terminology.txt";

  private DefinitionsGenerator() {}

  /** Writes the files into the source folder given as the only argument. */
  public static void main(String[] arguments) throws IOException {
    Path resources = Path.of(arguments[0]);
    Files.writeString(resources.resolve(TYPES), new TypesText().text());
    Files.writeString(resources.resolve(INVARIANTS), new InvariantsText().text());
    Files.writeString(resources.resolve(SEARCH_PARAMETERS), new SearchParametersText().text());
    Files.writeString(resources.resolve(COMPARTMENTS), new CompartmentsText().text());
    Files.writeString(resources.resolve(TERMINOLOGY), new TerminologyText().text());
  }
}
