package org.fhirserver.it.hardening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.RawHttp;
import org.fhirserver.it.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an answer must not tell of what the server is made of, and what must not be there at all.
 */
@HttpTest
class DisclosureIT {
  private static final Pattern PRODUCTS =
      Pattern.compile(
          "(?i)liberty|websphere|wildfly|jboss|undertow|resteasy|weld|eclipselink|hibernate"
              + "|derby|postgres|hikari|servlet|srve\\d|cww|java\\.|javax?\\.|jakarta\\.|\\bat org\\.");
  private static final List<String> TELLTALE_HEADERS =
      List.of("Server", "X-Powered-By", "Via", "$WSEP", "X-AspNet-Version");
  private static final int TIMEOUT_MILLIS = 60_000;

  private final FhirClient client;
  private final RunningServer server;
  private final RawHttp raw;

  DisclosureIT(FhirClient client, RunningServer server) {
    this.client = client;
    this.server = server;
    this.raw = new RawHttp(client);
  }

  @ParameterizedTest
  @DisplayName("No answer tells the product that gave it, or its version")
  @CsvSource({
    "GET, /fhir/Patient, 200",
    "GET, /fhir/Patient/unknown, 404",
    "GET, /fhir/Patient?unknown=1, 400",
    "GET, /fhir/Nothing/1, 404",
    "GET, /nothing, 404",
    "GET, /, 404",
    "GET, /fhir/../x, 400",
    "DELETE, /fhir/metadata, 405",
    "TRACE, /fhir/Patient, 405",
    "BREW, /fhir/Patient, 405",
    "GET, /WEB-INF/web.xml, 404",
    "GET, /META-INF/MANIFEST.MF, 404",
    "GET, /error, 404",
  })
  void noAnswerTellsTheProduct(String method, String target, int status) {
    FhirResponse response = raw.send(method, target);

    assertEquals(status, response.status(), response.body());
    assertTellsNothing(response);
  }

  @ParameterizedTest
  @DisplayName("What is no HTTP is refused without telling the product")
  @ValueSource(
      strings = {
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET  /fhir/metadata\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET /fhir/metadata HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n",
        "GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
        "GET /fhir/metadata HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
      })
  void whatIsNoHttpIsRefusedWithoutTellingTheProduct(String request) throws IOException {
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertFalse(PRODUCTS.matcher(answer).find(), answer);
      TELLTALE_HEADERS.forEach(name -> assertFalse(answer.contains(name + ":"), answer));
    }
  }

  @ParameterizedTest
  @DisplayName("There are no consoles, no remote management and no samples")
  @ValueSource(
      strings = {
        "/console",
        "/management",
        "/admin-console",
        "/adminCenter",
        "/ibm/api/",
        "/ibm/api/explorer",
        "/ibm/api/docs",
        "/IBMJMXConnectorREST",
        "/jwt/ibm/api/defaultJwt/jwk",
        "/jwt/",
        "/wildfly-services",
        "/invoker",
        "/jmx-console",
        "/batch",
        "/ibm/api/batch",
        "/metrics",
        "/openapi",
        "/openapi/ui",
        "/dropins",
      })
  void thereAreNoConsoles(String path) {
    for (URI address : List.of(server.address(), server.readyAddress())) {
      FhirResponse response =
          client.anonymous().get(address.resolve(path).toString(), "Accept", "*/*");
      assertTrue(
          List.of(401, 403, 404).contains(response.status()),
          () -> address.resolve(path) + ": " + response.status() + " " + response.body());
      assertTellsNothing(response);
    }
  }

  private static void assertTellsNothing(FhirResponse response) {
    TELLTALE_HEADERS.forEach(
        name -> assertEquals(Optional.empty(), response.headers().firstValue(name), () -> name));
    assertFalse(PRODUCTS.matcher(response.body()).find(), response.body());
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                assertFalse(PRODUCTS.matcher(values.toString()).find(), name + values));
  }
}
