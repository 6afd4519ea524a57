package org.fhirserver.service.everything;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * Which other records of a patient there are.
 *
 * @param replacedBy the record that is to be used instead
 * @param seeAlso records that hold more about the same person
 * @see <a href="https://hl7.org/fhir/R4/patient.html#links">Patient.link</a>
 */
record PatientLinks(Optional<ResourceKey> replacedBy, List<ResourceKey> seeAlso) {
  private static final String PATIENT = "Patient/";

  /**
   * The links of a patient to others of this server.
   *
   * @param baseUrl under which references may name them too
   */
  static PatientLinks of(Element patient, String baseUrl) {
    List<Element> links = patient.children("link");
    return new PatientLinks(
        targets(links, "replaced-by", baseUrl).stream().findFirst(),
        targets(links, "seealso", baseUrl));
  }

  private static List<ResourceKey> targets(List<Element> links, String type, String baseUrl) {
    return links.stream()
        .filter(link -> link.childValue("type").filter(type::equals).isPresent())
        .flatMap(
            link -> link.child("other").flatMap(other -> other.childValue("reference")).stream())
        .map(text -> text.startsWith(baseUrl + "/") ? text.substring(baseUrl.length() + 1) : text)
        .filter(text -> text.startsWith(PATIENT))
        .map(text -> text.substring(PATIENT.length()))
        .filter(ResourceKey::isId)
        .map(id -> new ResourceKey(ResourceType.PATIENT, id))
        .distinct()
        .toList();
  }
}
