package org.fhirserver.service.validation;

import java.util.Optional;

/** Where the profile validator finds what is not part of the specification. */
public interface DefinitionSource {

  /**
   * The JSON of a stored definition.
   *
   * @param type the resource type: StructureDefinition, ValueSet or CodeSystem
   * @param canonical its canonical URL, {@code |version} following or not
   * @see <a href="https://hl7.org/fhir/R4/references.html#canonical">Canonical URLs</a>
   */
  Optional<String> find(String type, String canonical);
}
