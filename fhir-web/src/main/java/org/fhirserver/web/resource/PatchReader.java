package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fhirserver.service.patch.JsonPatch;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.OutcomeResponse;
import org.fhirserver.web.http.RequestId;

/**
 * Reads the patch in the body of a request.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@ApplicationScoped
class PatchReader {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  @Inject private BodyReader bodies;

  /**
   * The patch in the body.
   *
   * @throws FhirException INVALID if it is none, TOO_LARGE if it is larger than a body may be
   * @throws WebApplicationException with status 415 if it is none of the kinds known here
   */
  Patch read(HttpServletRequest request) {
    Optional<String> contentType = Optional.ofNullable(request.getContentType());
    if (contentType.filter(PatchReader::isJsonPatch).isPresent()) {
      return JsonPatch.read(bodies.read(request));
    }
    throw unsupported(request, contentType);
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
      HttpServletRequest request, Optional<String> contentType) {
    String said =
        contentType
            .map(type -> "The value '" + type + "' of the header Content-Type is not supported")
            .orElse("The header Content-Type is required");
    return new WebApplicationException(
        OutcomeResponse.of(
                UNSUPPORTED_MEDIA_TYPE,
                RequestId.of(request),
                List.of(Issue.error("not-supported", said + "; a patch takes " + JSON_PATCH + ".")))
            .header("Accept-Patch", JSON_PATCH)
            .build());
  }
}
