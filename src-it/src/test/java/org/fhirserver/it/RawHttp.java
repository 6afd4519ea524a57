package org.fhirserver.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests byte by byte, for what a well-behaved HTTP client does not send. */
public final class RawHttp {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final URI address;
  private final String token;

  /** With the token of the client that may do everything. */
  public RawHttp(FhirClient client) {
    this.address = client.base();
    this.token = client.token("admin");
  }

  /**
   * Sends a request with token and answers what came back.
   *
   * @param method the method
   * @param target what stands behind it, "/fhir/Patient"
   * @param headers whole lines, further ones
   * @param body the body; its length is stated unless a header speaks of it
   */
  public FhirResponse send(String method, String target, List<String> headers, byte[] body) {
    return sendIfAnswered(method, target, headers, body)
        .orElseThrow(() -> new AssertionError("No HTTP response"));
  }

  /** The same where the server may also close the connection without an answer. */
  public Optional<FhirResponse> sendIfAnswered(
      String method, String target, List<String> headers, byte[] body) {
    List<String> lines = new ArrayList<>();
    lines.add(method + " " + target + " HTTP/1.1");
    lines.add("Host: " + address.getAuthority());
    lines.add("Authorization: Bearer " + token);
    lines.add("Connection: close");
    lines.addAll(headers);
    boolean framed =
        headers.stream()
            .anyMatch(h -> h.startsWith("Content-Length") || h.startsWith("Transfer-Encoding"));
    if (body.length > 0 && !framed) {
      lines.add("Content-Length: " + body.length);
    }
    return exchange(String.join("\r\n", lines) + "\r\n\r\n", body);
  }

  /** Sends a request without body. */
  public FhirResponse send(String method, String target, String... headers) {
    return send(method, target, List.of(headers), new byte[0]);
  }

  private Optional<FhirResponse> exchange(String head, byte[] body) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
      request.writeBytes(body);
      socket.getOutputStream().write(request.toByteArray());
      byte[] response = socket.getInputStream().readAllBytes();
      return response.length == 0 ? Optional.empty() : Optional.of(parse(response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FhirResponse parse(byte[] response) {
    String text = new String(response, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("No HTTP response: " + text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers
          .computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
          .add(lines[i].substring(colon + 1).strip());
    }
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    return new FhirResponse(
        Integer.parseInt(lines[0].split(" ")[1]),
        HttpHeaders.of(headers, (name, value) -> true),
        new String(body, StandardCharsets.UTF_8));
  }
}
