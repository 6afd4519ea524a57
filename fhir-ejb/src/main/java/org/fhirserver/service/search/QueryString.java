package org.fhirserver.service.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;

/** The query of a URL, or a form body, which has the same shape. */
public final class QueryString {

  private QueryString() {}

  /**
   * The parameters in their order, decoded.
   *
   * @throws FhirException INVALID if an escape is malformed or no UTF-8, or stands for a NUL, which
   *     no text of FHIR has and no database takes
   */
  public static List<QueryParameter> parse(String query) {
    List<QueryParameter> parameters = new ArrayList<>();
    for (String pair : query.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.add(
            new QueryParameter(
                decode(equals < 0 ? pair : pair.substring(0, equals)),
                equals < 0 ? "" : decode(pair.substring(equals + 1))));
      }
    }
    return parameters;
  }

  /** The query with those parameters, encoded. */
  public static String of(List<QueryParameter> parameters) {
    return parameters.stream()
        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%2F", "/")
        .replace("%24", "$");
  }

  private static String decode(String text) {
    String decoded = decodeEscapes(text);
    if (decoded.indexOf('\0') >= 0) {
      throw FhirException.invalid("The query of the URL has a NUL character.");
    }
    return decoded;
  }

  private static String decodeEscapes(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      // Decoded as Latin-1, each byte is one character: then the bytes are checked to be UTF-8.
      byte[] bytes =
          URLDecoder.decode(
                  new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                  StandardCharsets.ISO_8859_1)
              .getBytes(StandardCharsets.ISO_8859_1);
      return withoutZero(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      throw FhirException.invalid("The query of the URL has a malformed percent-encoding.");
    }
  }

  /** No resource holds this character and not every database takes it. */
  private static String withoutZero(CharSequence text) {
    if (text.chars().anyMatch(character -> character == 0)) {
      throw FhirException.invalid("The query of the URL has the character U+0000.");
    }
    return text.toString();
  }
}
