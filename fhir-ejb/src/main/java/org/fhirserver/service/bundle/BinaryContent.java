package org.fhirserver.service.bundle;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;

/**
 * What a Binary carries into an entry whose request has a body that is no resource.
 *
 * @param mediaType its media type in lower case, without parameters
 * @param data its bytes
 * @see <a href="https://hl7.org/fhir/R4/binary.html">Binary</a>
 */
record BinaryContent(String mediaType, byte[] data) {

  /**
   * The content of a resource; empty if it is no Binary.
   *
   * @throws FhirException INVALID if its data is not Base64
   */
  static Optional<BinaryContent> of(Element resource) {
    if (!resource.type().name().equals("Binary")) {
      return Optional.empty();
    }
    String contentType = resource.childValue("contentType").orElse("");
    try {
      return Optional.of(
          new BinaryContent(
              contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
              Base64.getMimeDecoder().decode(resource.childValue("data").orElse(""))));
    } catch (IllegalArgumentException malformed) {
      throw FhirException.invalid("The data of the Binary is not Base64.");
    }
  }
}
