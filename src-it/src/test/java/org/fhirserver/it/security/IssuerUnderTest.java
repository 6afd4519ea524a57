package org.fhirserver.it.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An identity provider as a company has one: discovery, keys, and tokens with any claims. */
final class IssuerUnderTest implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer http;
  private final Map<String, KeyPair> published = new ConcurrentHashMap<>();
  private final KeyPair key = newKey();

  IssuerUnderTest() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    published.put("first", key);
    http.createContext("/.well-known/openid-configuration", this::sendDiscovery);
    http.createContext("/keys", this::sendKeys);
    http.start();
  }

  /** Its URL, which is its issuer too. */
  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Claims of a token that counts for an hour. */
  Map<String, Object> claims(String audience, String... roles) {
    Instant now = Instant.now();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", url());
    claims.put("aud", audience);
    claims.put("sub", "somebody");
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plusSeconds(3600).getEpochSecond());
    claims.put("roles", List.of(roles));
    return claims;
  }

  /** A token with the key that this provider publishes. */
  String token(Map<String, Object> claims) {
    return signed(Map.of("alg", "RS256", "typ", "JWT", "kid", "first"), claims, key.getPrivate());
  }

  /** A token with a key that this provider publishes from now on. */
  String tokenOfNewKey(Map<String, Object> claims) {
    KeyPair second = newKey();
    published.put("second", second);
    return signed(
        Map.of("alg", "RS256", "typ", "JWT", "kid", "second"), claims, second.getPrivate());
  }

  /** A token with the name of the published key, but the signature of another one. */
  String tokenOfForeignKey(Map<String, Object> claims) {
    return signed(
        Map.of("alg", "RS256", "typ", "JWT", "kid", "first"), claims, newKey().getPrivate());
  }

  /** A token that brings its key along. */
  String tokenThatBringsItsKey(Map<String, Object> claims) {
    KeyPair own = newKey();
    return signed(
        Map.of("alg", "RS256", "typ", "JWT", "jwk", jwk("own", own)), claims, own.getPrivate());
  }

  /** A token without signature. */
  String unsignedToken(String algorithm, Map<String, Object> claims) {
    return part(Map.of("alg", algorithm, "typ", "JWT", "kid", "first")) + "." + part(claims) + ".";
  }

  /** A token whose signature takes the public key for a shared secret. */
  String tokenOfPublicKeyAsSecret(Map<String, Object> claims) {
    String content =
        part(Map.of("alg", "HS256", "typ", "JWT", "kid", "first")) + "." + part(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
      return content + "." + BASE64.encodeToString(mac.doFinal(ascii(content)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private void sendDiscovery(HttpExchange exchange) throws IOException {
    send(exchange, Map.of("issuer", url(), "jwks_uri", url() + "/keys"));
  }

  private void sendKeys(HttpExchange exchange) throws IOException {
    send(
        exchange,
        Map.of(
            "keys",
            published.entrySet().stream().map(e -> jwk(e.getKey(), e.getValue())).toList()));
  }

  private static void send(HttpExchange exchange, Map<String, Object> document) throws IOException {
    byte[] body = JSON.writeValueAsBytes(document);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String signed(
      Map<String, Object> header, Map<String, Object> claims, PrivateKey key) {
    String content = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(ascii(content));
      return content + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> jwk(String id, KeyPair pair) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return Map.of(
        "kty",
        "RSA",
        "use",
        "sig",
        "alg",
        "RS256",
        "kid",
        id,
        "n",
        unsigned(key.getModulus()),
        "e",
        unsigned(key.getPublicExponent()));
  }

  /** Without the byte that only holds the sign. */
  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, start, bytes.length));
  }

  private static String part(Map<String, Object> object) {
    try {
      return BASE64.encodeToString(JSON.writeValueAsBytes(object));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
