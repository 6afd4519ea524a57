package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.service.patch.FhirPathPatch;
import org.fhirserver.service.patch.JsonPatch;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.FhirRequests;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.RequestId;

/**
 * Reads the patch in the body of a request: a JSON Patch, or a FHIRPath Patch as a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@ApplicationScoped
class PatchReader {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String ACCEPTED =
      JSON_PATCH + ", application/fhir+json, application/fhir+xml";

  @Inject private FhirRequests requests;

  @Inject private BodyReader bodies;

  @Inject private FhirDefinitions definitions;

  @Inject private FhirJson json;

  /**
   * The patch in the body.
   *
   * @throws FhirException INVALID if it is none, TOO_LARGE if it is larger than a body may be
   * @throws WebApplicationException with status 415 if it is none of the kinds known here
   */
  Patch read(HttpServletRequest request) {
    if (Optional.ofNullable(request.getContentType())
        .filter(PatchReader::isJsonPatch)
        .isPresent()) {
      return JsonPatch.read(bodies.read(request));
    }
    try {
      return FhirPathPatch.of(requests.readResource(request), definitions, json);
    } catch (FhirException failure) {
      throw failure.category() == Category.UNSUPPORTED_MEDIA_TYPE
          ? unsupported(request, failure)
          : failure;
    }
  }

  private static boolean isJsonPatch(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    if (!parts[0].strip().equals(JSON_PATCH)) {
      return false;
    }
    for (String part : parts) {
      String parameter = part.strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return true;
  }

  /** The answer tells which kinds of patches there are: RFC 5789, section 2.2. */
  private static WebApplicationException unsupported(
      HttpServletRequest request, FhirException failure) {
    return new WebApplicationException(
        OutcomeResponse.of(
                StatusTable.status(failure.category()), RequestId.of(request), failure.issues())
            .header("Accept-Patch", ACCEPTED)
            .build());
  }
}
