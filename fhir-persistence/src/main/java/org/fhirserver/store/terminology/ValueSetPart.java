package org.fhirserver.store.terminology;

import java.util.List;
import java.util.Optional;

/**
 * What a value set includes or excludes: what fulfils all that is said here.
 *
 * @param system the code system, if the part is about one
 * @param concepts the codes; none for all codes of the system that the filters let through
 * @param filters what the codes must fulfil
 * @param valueSets the value sets that the codes must be in
 * @see <a href="https://hl7.org/fhir/R4/valueset.html#compositions">Composition rules</a>
 */
record ValueSetPart(
    Optional<Canonical> system,
    List<String> concepts,
    List<ConceptFilter> filters,
    List<Canonical> valueSets) {}
