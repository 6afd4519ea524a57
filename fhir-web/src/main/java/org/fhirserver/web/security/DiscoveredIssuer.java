package org.fhirserver.web.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider of the configured authority, found by its discovery document.
 *
 * <p>What was found is kept for some minutes, and for longer if the authority does not answer then.
 * A failure is kept too, for seconds. One request asks at a time; the others use what is known, and
 * if nothing is, wait for it only shortly.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
public final class DiscoveredIssuer implements TrustedIssuer {
  static final Duration KEPT = Duration.ofMinutes(10);
  static final Duration RETRY = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(DiscoveredIssuer.class.getName());
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final String authority;
  private final Documents documents;
  private final LongSupplier nanoTime;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Known known;

  /** Where JSON documents come from. */
  @FunctionalInterface
  interface Documents {
    String get(URI url) throws IOException;
  }

  private record Known(Optional<IssuerKeys> keys, long askAgain) {}

  DiscoveredIssuer(String authority, Documents documents, LongSupplier nanoTime) {
    this.authority = authority;
    this.documents = documents;
    this.nanoTime = nanoTime;
    this.known = new Known(Optional.empty(), nanoTime.getAsLong());
  }

  @Override
  public Optional<IssuerKeys> keys() {
    Known last = known;
    if (isFresh(last)) {
      return last.keys();
    }
    if (!acquire(last)) {
      return known.keys();
    }
    try {
      if (!isFresh(known)) {
        known = ask(known);
      }
      return known.keys();
    } finally {
      asking.unlock();
    }
  }

  private boolean isFresh(Known candidate) {
    return nanoTime.getAsLong() - candidate.askAgain() < 0;
  }

  private boolean acquire(Known last) {
    if (last.keys().isPresent()) {
      return asking.tryLock();
    }
    try {
      return asking.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Known ask(Known last) {
    try {
      IssuerKeys found = discover();
      return new Known(Optional.of(found), nanoTime.getAsLong() + KEPT.toNanos());
    } catch (IOException | ParseException | IllegalArgumentException e) {
      LOG.log(
          Level.WARNING,
          "The identity provider {0} does not answer as expected ({1}); {2}",
          authority,
          e.toString(),
          last.keys().isPresent() ? "its last answer is kept" : "no token can be validated");
      return new Known(last.keys(), nanoTime.getAsLong() + RETRY.toNanos());
    }
  }

  private IssuerKeys discover() throws IOException, ParseException {
    Map<String, Object> document =
        JSONObjectUtils.parse(documents.get(URI.create(authority + DISCOVERY)));
    String issuer = required(JSONObjectUtils.getString(document, "issuer"), "issuer");
    String location = required(JSONObjectUtils.getString(document, "jwks_uri"), "jwks_uri");
    if (JWKSet.parse(documents.get(URI.create(location))).isEmpty()) {
      throw new IOException("there is no key at " + location);
    }
    return IssuerKeys.at(issuer, location);
  }

  private static String required(@Nullable String value, String name) throws IOException {
    if (value == null || value.isEmpty()) {
      throw new IOException("its discovery document has no " + name);
    }
    return value;
  }
}
