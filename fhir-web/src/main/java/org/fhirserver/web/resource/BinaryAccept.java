package org.fhirserver.web.resource;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.fhirserver.web.http.MediaRange;

/**
 * What a client accepts of a Binary. The content is what it gets unless it asks for FHIR.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">Serving Binary resources</a>
 */
final class BinaryAccept {

  /** What to answer. */
  enum Form {
    /** The data with their own media type. */
    CONTENT,
    /** The resource that holds them, in base64. */
    RESOURCE,
    /** Neither is accepted. */
    NONE
  }

  private static final Set<String> FHIR =
      Set.of(
          "application/fhir+json",
          "application/fhir+xml",
          "application/json+fhir",
          "application/xml+fhir");

  /** What FHIR comes in too, for clients that want no other content. */
  private static final Set<String> GENERIC =
      Set.of(
          "application/json",
          "text/json",
          "application/xml",
          "text/xml",
          "text/html",
          "application/xhtml+xml");

  private static final int EXACT = 3;
  private static final String ANY_BYTES = "application/octet-stream";

  private final String contentType;
  private double fhir;
  private double generic;
  private double content;
  private int contentPrecision;

  private BinaryAccept(String contentType) {
    this.contentType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Decides by the values of the header Accept.
   *
   * @param contentType the media type of the data
   */
  static Form decide(List<String> accepted, String contentType) {
    List<MediaRange> ranges =
        accepted.stream().flatMap(header -> MediaRange.allOf(header).stream()).toList();
    if (ranges.isEmpty()) {
      return Form.CONTENT;
    }
    BinaryAccept accept = new BinaryAccept(contentType);
    ranges.forEach(accept::add);
    return accept.form();
  }

  private void add(MediaRange range) {
    if (FHIR.contains(range.type())) {
      fhir = Math.max(fhir, range.quality());
      return;
    }
    int precision = range.type().equals(ANY_BYTES) ? EXACT : range.precision(contentType);
    if (precision > contentPrecision) {
      contentPrecision = precision;
      content = range.quality();
    } else if (precision > 0 && precision == contentPrecision) {
      content = Math.max(content, range.quality());
    } else if (precision == 0 && GENERIC.contains(range.type())) {
      generic = Math.max(generic, range.quality());
    }
  }

  private Form form() {
    if (fhir > content || fhir > 0 && fhir == content && contentPrecision < EXACT) {
      return Form.RESOURCE;
    }
    if (content > 0) {
      return Form.CONTENT;
    }
    return generic > 0 ? Form.RESOURCE : Form.NONE;
  }
}
