package org.fhirserver.service.resource;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * What the client of a read knows already.
 *
 * @param ifNoneMatch the ETags of the versions that it has, or {@code *} for any; then the time
 *     counts for nothing
 * @param ifModifiedSince the time up to which it knows all
 * @see <a href="https://hl7.org/fhir/R4/http.html#cread">Conditional read</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">RFC 9110, conditional
 *     requests</a>
 */
public record ReadConditions(Optional<String> ifNoneMatch, Optional<Instant> ifModifiedSince) {
  /** The client knows nothing. */
  public static final ReadConditions NONE = new ReadConditions(Optional.empty(), Optional.empty());

  private static final Pattern ETAG =
      Pattern.compile("[ \t]*(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \t]*(?:,|\\z)");

  /** Between the tags of a list there may be nothing. */
  private static final Pattern NO_ETAG = Pattern.compile("[ \t]*(?:,|\\z)");

  /**
   * Checks the ETags.
   *
   * @throws FhirException INVALID if they are malformed
   */
  public ReadConditions {
    ifNoneMatch.ifPresent(tags -> names(tags, ""));
  }

  /** Whether the client has this version, so that it need not be sent. */
  public boolean isUnchanged(ResourceVersion version) {
    if (ifNoneMatch.isPresent()) {
      return names(ifNoneMatch.get(), Integer.toString(version.version()));
    }
    return ifModifiedSince.filter(since -> !version.lastUpdated().isAfter(since)).isPresent();
  }

  /** Whether one of the tags is that of a version, by weak comparison. */
  private static boolean names(String tags, String version) {
    if (tags.strip().equals("*")) {
      return true;
    }
    boolean any = false;
    boolean found = false;
    Matcher tag = ETAG.matcher(tags);
    Matcher gap = NO_ETAG.matcher(tags);
    int position = 0;
    while (position < tags.length()) {
      if (tag.region(position, tags.length()).lookingAt()) {
        any = true;
        found |= tag.group(1).equals(version);
        position = tag.end();
      } else if (gap.region(position, tags.length()).lookingAt()) {
        position = gap.end();
      } else {
        throw malformed();
      }
    }
    if (!any) {
      throw malformed();
    }
    return found;
  }

  private static FhirException malformed() {
    return FhirException.invalid(
        "An If-None-Match header holds ETags of versions, W/\"3\", separated by commas, or *.");
  }
}
