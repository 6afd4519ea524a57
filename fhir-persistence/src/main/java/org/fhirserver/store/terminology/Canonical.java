package org.fhirserver.store.terminology;

import java.util.Optional;

/**
 * A reference to a code system or value set by its canonical URL.
 *
 * @param url the URL without version
 * @param version the business version that is asked for; empty for any
 * @see <a href="https://hl7.org/fhir/R4/references.html#canonical">Canonical URLs</a>
 */
public record Canonical(String url, Optional<String> version) {

  /** Reads {@code url} or {@code url|version}; an empty version counts as none. */
  public static Canonical parse(String text) {
    int bar = text.indexOf('|');
    return bar < 0
        ? new Canonical(text, Optional.empty())
        : of(text.substring(0, bar), text.substring(bar + 1));
  }

  /** A URL and a version, "" for any. */
  static Canonical of(String url, String version) {
    return new Canonical(url, Optional.of(version).filter(text -> !text.isEmpty()));
  }

  @Override
  public String toString() {
    return url + version.map(text -> "|" + text).orElse("");
  }
}
