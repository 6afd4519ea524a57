package org.fhirserver.web.resource;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.resource.Preconditions;
import org.fhirserver.service.resource.ReadConditions;
import org.fhirserver.store.FhirException;

/**
 * The headers of a request that make it conditional.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#cond-update">Conditional interactions</a>
 */
final class ConditionHeaders {
  private static final long LAST_MILLI_OF_SECOND = 999;

  private ConditionHeaders() {}

  /**
   * What the client of a read knows already.
   *
   * @throws FhirException INVALID if the header If-None-Match is malformed
   */
  static ReadConditions ofRead(HttpServletRequest request) {
    Optional<String> ifNoneMatch = joined(request, "If-None-Match");
    Optional<String> ifModifiedSince = joined(request, "If-Modified-Since");
    return ifNoneMatch.isEmpty() && ifModifiedSince.isEmpty()
        ? ReadConditions.NONE
        : new ReadConditions(ifNoneMatch, ifModifiedSince.flatMap(ConditionHeaders::knownUntil));
  }

  /** A header names a whole second; what is no date is ignored, as RFC 9110 demands. */
  private static Optional<Instant> knownUntil(String header) {
    return HttpDate.parse(header).map(second -> second.plusMillis(LAST_MILLI_OF_SECOND));
  }

  /**
   * The version that the client expects to stand.
   *
   * @throws FhirException INVALID if the header If-Match is malformed
   */
  static Optional<Integer> ifMatch(HttpServletRequest request) {
    return joined(request, "If-Match").map(Preconditions::versionOf);
  }

  /** The lines of a header, which count as one. */
  private static Optional<String> joined(HttpServletRequest request, String name) {
    if (request.getHeader(name) == null) {
      return Optional.empty();
    }
    List<String> lines = Collections.list(request.getHeaders(name));
    return Optional.of(String.join(",", lines));
  }
}
