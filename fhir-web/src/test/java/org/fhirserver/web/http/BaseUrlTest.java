package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
  private static final String PROXY = "10.1.2.3";

  private final BaseUrl url =
      new BaseUrl("http://fhir.local:9080/fhir/", List.of("10.0.0.0/8", "::1"));

  @Test
  void dropsTheSlashAtTheEndOfTheConfiguredUrl() {
    assertEquals("http://fhir.local:9080/fhir", url.configured());
    assertEquals("http://fhir.local:9080", url.origin());
  }

  @Test
  void believesATrustedProxy() {
    assertEquals(
        "https://fhir.hospital.org/north/fhir",
        resolve(
            PROXY,
            Map.of(
                "X-Forwarded-Host", "fhir.hospital.org",
                "X-Forwarded-Proto", "HTTPS",
                "X-Forwarded-Prefix", "/north/")));
  }

  @Test
  void doesNotBelieveAnyoneElse() {
    Map<String, String> headers = Map.of("X-Forwarded-Host", "evil.example");
    assertEquals(url.configured(), resolve("11.0.0.1", headers));
    assertEquals(url.configured(), resolve("localhost", headers));
    assertEquals(
        "http://any:9080/fhir",
        new BaseUrl("http://any:9080/fhir", List.of()).resolve(PROXY, headers::get));
  }

  @Test
  void takesTheValueThatTheNearestProxyWrote() {
    assertEquals(
        "http://right.example/fhir",
        resolve(PROXY, Map.of("X-Forwarded-Host", "evil.example, right.example")));
  }

  @Test
  void addsThePortUnlessItIsTheUsualOne() {
    assertEquals("https://h:8443/fhir", resolve(PROXY, forwarded("https", "h", "8443")));
    assertEquals("https://h/fhir", resolve(PROXY, forwarded("https", "h", "443")));
    assertEquals("https://h:80/fhir", resolve(PROXY, forwarded("https", "h", "80")));
    assertEquals("https://h:1/fhir", resolve(PROXY, forwarded("https", "h:1", "8443")));
    assertEquals("https://[::2]:81/fhir", resolve("::1", forwarded("https", "[::2]", "81")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "evil.example/path", "user@evil.example", "x\"y", "", "h:99999x"})
  void ignoresAHostThatIsNone(String host) {
    assertEquals(url.configured(), resolve(PROXY, Map.of("X-Forwarded-Host", host)));
  }

  @Test
  void ignoresOtherMalformedValues() {
    assertEquals(
        url.configured(),
        resolve(
            PROXY,
            Map.of("X-Forwarded-Proto", "javascript", "X-Forwarded-Prefix", "//evil.example")));
    assertEquals(url.configured(), resolve(PROXY, Map.of("X-Forwarded-Prefix", "/a/../..")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fhir", "ftp://host/fhir", "http:///fhir", "http://host/?q", "http://u@host/"})
  void refusesAConfiguredUrlThatIsNone(String configured) {
    assertThrows(IllegalArgumentException.class, () -> new BaseUrl(configured, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.local", "10.0.0.0/33", "10.0.0.0/x", "1.2.3.4/-1", "/8", ""})
  void refusesATrustedProxyThatIsNoAddress(String proxy) {
    assertThrows(
        IllegalArgumentException.class, () -> new BaseUrl("http://h/fhir", List.of(proxy)));
  }

  private String resolve(String remoteAddress, Map<String, String> headers) {
    return url.resolve(remoteAddress, headers::get);
  }

  private static Map<String, String> forwarded(String proto, String host, String port) {
    return Map.of("X-Forwarded-Proto", proto, "X-Forwarded-Host", host, "X-Forwarded-Port", port);
  }
}
