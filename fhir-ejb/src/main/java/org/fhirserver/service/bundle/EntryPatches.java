package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.fhirserver.service.patch.FhirPathPatch;
import org.fhirserver.service.patch.JsonPatch;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;

/**
 * Reads the patches that entries carry: a Binary with a JSON Patch, or the Parameters of a FHIRPath
 * Patch.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@ApplicationScoped
class EntryPatches {
  private static final String JSON_PATCH = "application/json-patch+json";

  @Inject private FhirDefinitions definitions;

  @Inject private FhirJson json;

  /**
   * The patch in the resource of an entry.
   *
   * @param body the bytes in which the resource stands
   * @throws FhirException INVALID if it is malformed, UNSUPPORTED_MEDIA_TYPE if it is of another
   *     kind
   */
  Patch read(BundleEntry entry, byte[] body) {
    Element resource = json.readPart(body, entry.offset(), entry.length());
    if (resource.type().name().equals("Parameters")) {
      return FhirPathPatch.of(resource, definitions, json);
    }
    return BinaryContent.of(resource)
        .filter(content -> content.mediaType().equals(JSON_PATCH))
        .map(content -> JsonPatch.read(content.data()))
        .orElseThrow(
            () ->
                new FhirException(
                    Category.UNSUPPORTED_MEDIA_TYPE,
                    "not-supported",
                    "A patch in a bundle is a Binary with the contentType '"
                        + JSON_PATCH
                        + "' or a resource of type Parameters."));
  }
}
