package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveredIssuerTest {
  private static final String AUTHORITY = "https://login.example/t";
  private static final String KEY_LOCATION = "https://keys.example/jwks";

  private final Map<String, String> web = new HashMap<>();
  private int requests;
  private long nanoTime = Long.MAX_VALUE - 5;

  private final DiscoveredIssuer issuer =
      new DiscoveredIssuer(AUTHORITY, this::get, () -> nanoTime);

  @Test
  void readsIssuerAndKeyLocation() {
    publish("https://issuer.example");
    assertEquals(Optional.of(IssuerKeys.at("https://issuer.example", KEY_LOCATION)), issuer.keys());
  }

  @Test
  void asksAgainOnlyAfterSomeMinutes() {
    publish("one");
    issuer.keys();
    publish("two");
    assertEquals("one", issuerName());
    assertEquals(2, requests);
    pass(DiscoveredIssuer.KEPT);
    assertEquals("two", issuerName());
  }

  @Test
  void keepsTheLastAnswerWhileTheAuthorityIsDown() {
    publish("one");
    issuer.keys();
    web.clear();
    pass(DiscoveredIssuer.KEPT);
    assertEquals("one", issuerName());
    int asked = requests;
    assertEquals("one", issuerName());
    assertEquals(asked, requests);
    publish("two");
    pass(DiscoveredIssuer.RETRY);
    assertEquals("two", issuerName());
  }

  @Test
  void doesNotAskForEveryRequestWhileTheAuthorityIsDown() {
    assertEquals(Optional.empty(), issuer.keys());
    assertEquals(Optional.empty(), issuer.keys());
    assertEquals(1, requests);
    publish("one");
    pass(DiscoveredIssuer.RETRY);
    assertEquals("one", issuerName());
  }

  @Test
  void doesNotBelieveADocumentThatIsNone() {
    publish("one");
    web.put(AUTHORITY + "/.well-known/openid-configuration", "<html>");
    assertEquals(Optional.empty(), issuer.keys());
  }

  @Test
  void demandsAKey() {
    publish("one");
    web.put(KEY_LOCATION, "{\"keys\":[]}");
    assertEquals(Optional.empty(), issuer.keys());
    publish("one");
    web.put(AUTHORITY + "/.well-known/openid-configuration", "{\"issuer\":\"one\",\"jwks_uri\":7}");
    pass(DiscoveredIssuer.RETRY);
    assertEquals(Optional.empty(), issuer.keys());
  }

  private void publish(String issuerName) {
    web.put(
        AUTHORITY + "/.well-known/openid-configuration",
        "{\"issuer\":\"" + issuerName + "\",\"jwks_uri\":\"" + KEY_LOCATION + "\"}");
    web.put(KEY_LOCATION, SigningKey.generate().publicKeySet());
  }

  private String issuerName() {
    return issuer.keys().orElseThrow().issuer();
  }

  private void pass(Duration time) {
    nanoTime += time.toNanos() + 1;
  }

  private String get(URI url) throws IOException {
    requests++;
    String document = web.get(url.toString());
    if (document == null) {
      throw new ConnectException("Connection refused");
    }
    return document;
  }
}
