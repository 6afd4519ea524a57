package org.fhirserver.web.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.fhirserver.service.operation.VersionsOperation;
import org.fhirserver.web.http.PlainFormat;

/**
 * Tells the versions of FHIR, also to those who do not know yet which FHIR format to ask for; open
 * to everyone.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement-operation-versions.html">$versions</a>
 */
@ApplicationScoped
@Path("$versions")
public class VersionsEndpoint extends OperationEndpoint {
  private static final String JSON =
      "{\"versions\":[\"%1$s\"],\"default\":\"%1$s\"}".formatted(VersionsOperation.FHIR_VERSION);
  private static final String XML =
      "<versions><version>%1$s</version><default>%1$s</default></versions>"
          .formatted(VersionsOperation.FHIR_VERSION);

  @Context private HttpServletRequest request;

  @Override
  String code() {
    return "versions";
  }

  @Override
  public Response get() {
    return plain(super.get());
  }

  @Override
  public Response post() {
    return plain(super.post());
  }

  private Response plain(Response fhir) {
    Optional<PlainFormat> format = PlainFormat.of(request);
    if (format.isEmpty()) {
      return fhir;
    }
    String text = format.get() == PlainFormat.JSON ? JSON : XML;
    return Response.ok(text.getBytes(StandardCharsets.UTF_8))
        .header(HttpHeaders.CONTENT_TYPE, format.get().contentType())
        .build();
  }
}
