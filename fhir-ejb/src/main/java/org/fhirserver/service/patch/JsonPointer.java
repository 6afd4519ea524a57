package org.fhirserver.service.patch;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.FhirException;

/**
 * Names a place in a JSON document.
 *
 * @param tokens the names and indexes on the way there; none for the whole document
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 */
record JsonPointer(List<String> tokens) {
  /** The index after the last item of an array. */
  static final String END = "-";

  private static final int LONGEST_SHOWN = 100;

  /**
   * The pointer of that text.
   *
   * @throws FhirException INVALID if it is no pointer
   */
  static JsonPointer of(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(List.of());
    }
    if (text.charAt(0) != '/') {
      throw FhirException.invalid("A path begins with '/'.");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(unescaped(token));
    }
    return new JsonPointer(List.copyOf(tokens));
  }

  private static String unescaped(String token) {
    for (int tilde = token.indexOf('~'); tilde >= 0; tilde = token.indexOf('~', tilde + 1)) {
      char escaped = tilde + 1 < token.length() ? token.charAt(tilde + 1) : ' ';
      if (escaped != '0' && escaped != '1') {
        throw FhirException.invalid("In a path, '~' is followed by 0 or 1.");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  boolean isWhole() {
    return tokens.isEmpty();
  }

  /** The name or index at its end. */
  String last() {
    return tokens.get(tokens.size() - 1);
  }

  /** Whether this is the place of something that holds the other place. */
  boolean holds(JsonPointer other) {
    return tokens.size() < other.tokens.size()
        && other.tokens.subList(0, tokens.size()).equals(tokens);
  }

  /** The text for messages, cut if it is long. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
      if (text.length() > LONGEST_SHOWN) {
        return text.substring(0, LONGEST_SHOWN) + "…";
      }
    }
    return text.toString();
  }
}
