package org.fhirserver.web.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fhirserver.service.resource.BinaryContent;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.FhirXml;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.web.http.BodyReader;
import org.fhirserver.web.http.FhirContentType;
import org.fhirserver.web.http.FhirRequests;

/**
 * Reads the resources that creates and updates bring. What becomes a Binary need not be a resource:
 * any other content is stored as it is.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">Serving Binary resources</a>
 */
@ApplicationScoped
public class ResourceBodies {
  /** Names the resource that stands for the access to the content. */
  static final String SECURITY_CONTEXT = "X-Security-Context";

  private static final int LONGEST_REFERENCE = 2048;
  private static final Set<String> FHIR_JSON =
      Set.of("application/fhir+json", "application/json+fhir");
  private static final Set<String> PLAIN_JSON = Set.of("application/json", "text/json");
  private static final Set<String> FHIR_XML =
      Set.of("application/fhir+xml", "application/xml+fhir");
  private static final Set<String> PLAIN_XML = Set.of("application/xml", "text/xml");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  @Inject private FhirRequests requests;

  @Inject private BodyReader bodies;

  @Inject private FhirJson json;

  @Inject private FhirXml xml;

  /**
   * The resource that a request brings, checked.
   *
   * @param type the type that the URL names
   * @param id the id, if the URL names it
   * @throws FhirException INVALID if the body says to be FHIR and is no valid resource,
   *     UNSUPPORTED_MEDIA_TYPE if it does not say what it is, or something else, TOO_LARGE
   */
  Element read(HttpServletRequest request, ResourceType type, Optional<String> id) {
    return type == ResourceType.BINARY ? readBinary(request, id) : requests.readResource(request);
  }

  private Element readBinary(HttpServletRequest request, Optional<String> id) {
    Optional<String> stated = Optional.ofNullable(request.getContentType());
    if (stated.isEmpty()) {
      FhirContentType.require(stated);
    }
    String contentType = BLANKS.matcher(stated.orElse("").strip()).replaceAll(" ");
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (FHIR_XML.contains(mediaType)) {
      return requests.readResource(request);
    }
    byte[] body = bodies.read(request);
    if (isBinary(mediaType, body)) {
      return json.read(body);
    }
    if (PLAIN_XML.contains(mediaType) && xml.isResource(body, ResourceType.BINARY)) {
      return json.read(xml.toJson(body));
    }
    BinaryContent content = new BinaryContent(contentType, securityContext(request), body);
    return json.read(content.toResource(id));
  }

  /** Whether a body is a Binary itself; what says to be FHIR must be some resource at least. */
  private static boolean isBinary(String mediaType, byte[] body) {
    boolean isFhir = FHIR_JSON.contains(mediaType);
    if (!isFhir && !PLAIN_JSON.contains(mediaType)) {
      return false;
    }
    Optional<ResourceType> type = BinaryContent.resourceType(body).flatMap(ResourceType::named);
    return type.map(ResourceType.BINARY::equals).orElse(isFhir);
  }

  private static Optional<String> securityContext(HttpServletRequest request) {
    List<String> values = Collections.list(request.getHeaders(SECURITY_CONTEXT));
    if (values.size() > 1 || !values.stream().allMatch(ResourceBodies::isHeaderText)) {
      throw FhirException.invalid(
          "The header " + SECURITY_CONTEXT + " holds one reference, such as Patient/p1.");
    }
    return values.stream().findFirst();
  }

  /** Whether a reference goes in and out of a header as it is. */
  static boolean isHeaderText(String reference) {
    return !reference.isEmpty()
        && reference.length() <= LONGEST_REFERENCE
        && reference.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
