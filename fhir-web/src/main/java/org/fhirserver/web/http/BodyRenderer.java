package org.fhirserver.web.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fhirserver.store.model.FhirXml;

/** Turns FHIR JSON into the form that was negotiated with the client. */
@ApplicationScoped
public class BodyRenderer {

  @Inject private FhirXml xml;

  @Inject private BaseUrl baseUrl;

  /**
   * The body for that client.
   *
   * @param json a resource in JSON
   */
  RenderedBody render(HttpServletRequest request, byte[] json) {
    Negotiation negotiation = Negotiation.of(request);
    byte[] body =
        switch (negotiation.syntax()) {
          case JSON -> negotiation.isPretty() ? PrettyJson.of(json) : json;
          case XML -> xml.fromJson(json, negotiation.isPretty());
          case HTML -> page(request, json);
        };
    boolean isCompressed = Compression.isWanted(request, body);
    return new RenderedBody(
        isCompressed ? Compression.of(body) : body,
        negotiation.syntax().contentType(),
        isCompressed);
  }

  private byte[] page(HttpServletRequest request, byte[] json) {
    String query =
        Arrays.stream(Optional.ofNullable(request.getQueryString()).orElse("").split("&"))
            .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("_format="))
            .collect(Collectors.joining("&"));
    return HtmlPage.of(
            baseUrl.of(request),
            request.getRequestURI(),
            query,
            new String(PrettyJson.of(json), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
