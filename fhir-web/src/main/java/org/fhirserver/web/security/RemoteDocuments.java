package org.fhirserver.web.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.fhirserver.web.security.DiscoveredIssuer.Documents;

/** Gets small documents over HTTP or HTTPS, quickly or not at all. */
final class RemoteDocuments implements Documents {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MAX_SIZE = 1 << 20;

  @Override
  public String get(URI url) throws IOException {
    URLConnection connection = url.toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException(url + " is no http or https URL");
    }
    http.setConnectTimeout((int) TIMEOUT.toMillis());
    http.setReadTimeout((int) TIMEOUT.toMillis());
    http.setRequestProperty("Accept", "application/json");
    try {
      if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + http.getResponseCode() + " of " + url);
      }
      try (InputStream body = http.getInputStream()) {
        return new String(body.readNBytes(MAX_SIZE), StandardCharsets.UTF_8);
      }
    } finally {
      http.disconnect();
    }
  }
}
