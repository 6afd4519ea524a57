package org.fhirserver.web.resource;

import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  private static final String ANY_BYTES = "application/octet-stream";

  private final String contentType;
  private double fhir;
  private double generic;
  private double content;
  private int contentPrecision;

  private BinaryAccept(String contentType) {
    this.contentType = mediaType(contentType);
  }

  /**
   * Decides by the values of the header Accept.
   *
   * @param contentType the media type of the data
   */
  static Form decide(List<String> accepted, String contentType) {
    BinaryAccept accept = new BinaryAccept(contentType);
    boolean any = false;
    for (String header : accepted) {
      for (String range : header.split(",")) {
        if (!range.isBlank()) {
          accept.add(range);
          any = true;
        }
      }
    }
    return any ? accept.form() : Form.CONTENT;
  }

  private void add(String range) {
    String type = mediaType(range);
    double quality = quality(range);
    if (FHIR.contains(type)) {
      fhir = Math.max(fhir, quality);
      return;
    }
    int precision = precision(type);
    if (precision > 0) {
      if (precision > contentPrecision) {
        contentPrecision = precision;
        content = quality;
      } else if (precision == contentPrecision) {
        content = Math.max(content, quality);
      }
    } else if (GENERIC.contains(type)) {
      generic = Math.max(generic, quality);
    }
  }

  /** How precisely a range names the content: 0 not at all, 3 exactly. */
  private int precision(String range) {
    if (range.equals(contentType) || range.equals(ANY_BYTES)) {
      return 3;
    }
    if (range.equals("*/*")) {
      return 1;
    }
    boolean matches =
        range.endsWith("/*") && contentType.startsWith(range.substring(0, range.length() - 1));
    return matches ? 2 : 0;
  }

  private Form form() {
    if (fhir > content || fhir > 0 && fhir == content && contentPrecision < 3) {
      return Form.RESOURCE;
    }
    if (content > 0) {
      return Form.CONTENT;
    }
    return generic > 0 ? Form.RESOURCE : Form.NONE;
  }

  private static String mediaType(String text) {
    int end = text.indexOf(';');
    return (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static double quality(String range) {
    for (String parameter : range.split(";")) {
      String text = parameter.replace(" ", "").toLowerCase(Locale.ROOT);
      if (text.startsWith("q=")) {
        return text.matches("q=[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text.substring(2)) : 1;
      }
    }
    return 1;
  }
}
