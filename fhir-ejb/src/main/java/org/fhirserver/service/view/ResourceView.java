package org.fhirserver.service.view;

/**
 * What is shown of a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 */
public interface ResourceView {
  /** All of it. */
  ResourceView WHOLE = json -> json;

  /**
   * The part of a resource that is shown.
   *
   * @param json a resource as this server writes it; nothing is changed in the array
   */
  byte[] apply(byte[] json);
}
