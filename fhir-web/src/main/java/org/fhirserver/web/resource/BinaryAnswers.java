package org.fhirserver.web.resource;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.fhirserver.service.resource.BinaryContent;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Answers the content of a Binary by itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">Serving Binary resources</a>
 */
final class BinaryAnswers {
  private static final String UNKNOWN = "application/octet-stream";

  /** Only what goes into a header without harm, whatever the resource says. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}( ?; ?[\\x20-\\x7e]{1,200})?");

  /** What browsers show without running anything that stands in it. */
  private static final Pattern PASSIVE =
      Pattern.compile("text/plain|application/pdf|(image|audio|video)/(?!.*(svg|xml|html))[^;]*");

  private BinaryAnswers() {}

  /** Whether a read may be answered with content; who sends parameters wants to see FHIR. */
  static boolean isPossible(HttpServletRequest request, ResourceType type) {
    return type == ResourceType.BINARY && request.getQueryString() == null;
  }

  /**
   * Whether the client wants the content rather than the resource.
   *
   * @throws FhirException NOT_ACCEPTABLE if it accepts neither
   */
  static boolean isWanted(HttpServletRequest request, ResourceVersion version) {
    if (!isPossible(request, version.key().type())) {
      return false;
    }
    List<String> accepted = Collections.list(request.getHeaders("Accept"));
    return switch (BinaryAccept.decide(accepted, BinaryContent.contentType(version.body()))) {
      case CONTENT -> true;
      case RESOURCE -> false;
      case NONE ->
          throw new FhirException(
              Category.NOT_ACCEPTABLE,
              "not-supported",
              "The header Accept allows neither the content type of the Binary nor FHIR.");
    };
  }

  /** The content; browsers are told to save what they would otherwise run. */
  static Response of(ResourceVersion version) {
    BinaryContent content = BinaryContent.of(version.body());
    String type =
        MEDIA_TYPE.matcher(content.contentType()).matches() ? content.contentType() : UNKNOWN;
    Response.ResponseBuilder response =
        VersionResponse.headers(Response.ok(content.data()), version)
            .header("Content-Type", type)
            .header("X-Content-Type-Options", "nosniff");
    String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!PASSIVE.matcher(name).matches()) {
      response.header("Content-Disposition", "attachment");
    }
    content
        .securityContext()
        .filter(ResourceBodies::isHeaderText)
        .ifPresent(reference -> response.header(ResourceBodies.SECURITY_CONTEXT, reference));
    return response.build();
  }
}
