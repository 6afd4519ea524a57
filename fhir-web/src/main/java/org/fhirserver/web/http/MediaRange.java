package org.fhirserver.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the media types that a client accepts.
 *
 * @param type the type with its subtype, in lower case; either may be {@code *}
 * @param quality how much the client likes it, from 0 for not at all to 1
 * @param fhirVersion the FHIR version that it must be of
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, Accept</a>
 */
record MediaRange(String type, double quality, Optional<String> fhirVersion) {
  private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";

  /** A comma inside quotes does not end a range. */
  private static final Pattern RANGES = Pattern.compile("(?:[^,\"]|\"[^\"]*+\")++");

  private static final Pattern TYPE =
      Pattern.compile("\\s*(" + TOKEN + "/" + TOKEN + "|\\*)\\s*(?:;|$)");
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*(" + TOKEN + ")\\s*=\\s*(" + TOKEN + "|\"[^\"]*+\")\\s*(?:;|$)|\\s*;");
  private static final Pattern QUALITY = Pattern.compile("0?\\.\\d{1,9}|[01](?:\\.\\d{0,9})?");
  private static final String ANY = "*/*";

  /** The ranges in one value of the header; what is none is left out. */
  static List<MediaRange> allOf(String header) {
    List<MediaRange> ranges = new ArrayList<>();
    Matcher texts = RANGES.matcher(header);
    while (texts.find()) {
      of(texts.group()).ifPresent(ranges::add);
    }
    return ranges;
  }

  private static Optional<MediaRange> of(String text) {
    Matcher matcher = TYPE.matcher(text);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String type = matcher.group(1).toLowerCase(Locale.ROOT);
    double quality = 1;
    Optional<String> fhirVersion = Optional.empty();
    int end = matcher.end();
    matcher = PARAMETER.matcher(text);
    while (end < text.length() && !text.substring(end).isBlank()) {
      if (!matcher.region(end, text.length()).lookingAt()) {
        return Optional.empty();
      }
      end = matcher.end();
      String name = matcher.group(1);
      if (name == null) {
        continue;
      }
      String value = matcher.group(2).replace("\"", "");
      switch (name.toLowerCase(Locale.ROOT)) {
        case "q" -> {
          if (!QUALITY.matcher(value).matches()) {
            return Optional.empty();
          }
          quality = Math.min(1, Double.parseDouble(value));
        }
        case "fhirversion" -> fhirVersion = Optional.of(value);
        default -> {
          // FHIR has no other parameters that tell formats apart.
        }
      }
    }
    return Optional.of(new MediaRange(type.equals("*") ? ANY : type, quality, fhirVersion));
  }

  /** How precisely it names that type: 0 if not at all, 1 by "*&#47;*", 3 exactly. */
  int precision(String mediaType) {
    if (type.equals(mediaType)) {
      return 3;
    }
    if (type.equals(ANY)) {
      return 1;
    }
    boolean isFamily =
        type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1));
    return isFamily ? 2 : 0;
  }

  /** The range as a header has it. */
  String text() {
    return type
        + fhirVersion.map(version -> ";fhirVersion=\"" + version + '"').orElse("")
        + ";q="
        + quality;
  }
}
