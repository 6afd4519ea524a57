package org.fhirserver.it.hardening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.RunningServer;
import org.fhirserver.it.TrustingTls;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions of TLS there are. */
@HttpTest
class TlsIT {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int HANDSHAKE = 22;

  private final URI address;

  TlsIT(RunningServer server) {
    this.address = server.secureAddress();
  }

  @ParameterizedTest
  @DisplayName("TLS 1.2 and 1.3 are spoken")
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksToday(String version) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            TrustingTls.context()
                .getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertEquals(version, socket.getSession().getProtocol());

      socket
          .getOutputStream()
          .write(
              ("GET /fhir/metadata?_summary=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(response.startsWith("HTTP/1.1 200"), response);
    }
  }

  @ParameterizedTest
  @DisplayName("RFC 8996: TLS 1.1, TLS 1.0 and SSL 3.0 are not spoken")
  @ValueSource(ints = {0x0302, 0x0301, 0x0300})
  void speaksNoOldVersion(int version) throws IOException {
    assertNotEquals(HANDSHAKE, firstAnswerTo(version));
  }

  @Test
  @DisplayName("The greeting that old versions are tried with is answered for TLS 1.2")
  void answersTheSameGreetingForToday() throws IOException {
    assertEquals(HANDSHAKE, firstAnswerTo(0x0303));
  }

  /** The kind of the first record that the server sends, -1 if it closes the connection. */
  private int firstAnswerTo(int version) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(clientHello(version));
      return socket.getInputStream().read();
    }
  }

  /**
   * A ClientHello that names one version as its highest and cipher suites of all versions. The JDK
   * itself speaks no old ones any more.
   */
  private static byte[] clientHello(int version) throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(hello);
    out.writeShort(version);
    out.write(new byte[32]);
    out.writeByte(0);
    int[] suites = {0xc02f, 0xc030, 0x009c, 0xc013, 0xc014, 0x002f, 0x0035, 0x000a};
    out.writeShort(2 * suites.length);
    for (int suite : suites) {
      out.writeShort(suite);
    }
    out.writeShort(0x0100);
    byte[] groups = {0, 10, 0, 6, 0, 4, 0, 23, 0, 24};
    byte[] signatures = {0, 13, 0, 10, 0, 8, 4, 1, 8, 4, 2, 1, 4, 3};
    out.writeShort(groups.length + signatures.length);
    out.write(groups);
    out.write(signatures);

    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream record = new DataOutputStream(whole);
    record.writeByte(HANDSHAKE);
    record.writeShort(0x0301);
    record.writeShort(hello.size() + 4);
    record.writeInt(0x01000000 | hello.size());
    hello.writeTo(record);
    return whole.toByteArray();
  }
}
