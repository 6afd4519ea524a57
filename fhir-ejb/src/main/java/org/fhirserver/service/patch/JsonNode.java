package org.fhirserver.service.patch;

import com.fasterxml.jackson.core.JsonToken;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON document, or a part of one, that can be changed. A number is kept as it is written.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, JSON</a>
 */
sealed interface JsonNode {

  /** An object; its members keep their order. */
  record Members(Map<String, JsonNode> byName) implements JsonNode {}

  /** An array. */
  record Items(List<JsonNode> list) implements JsonNode {}

  /**
   * A string, number, boolean or null.
   *
   * @param kind which of them
   * @param text the unescaped string, or what stands in the document
   */
  record Scalar(JsonToken kind, String text) implements JsonNode {}

  /**
   * Whether two nodes are equal as a test understands it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.6">RFC 6902, section 4.6</a>
   */
  static boolean isEqual(JsonNode one, JsonNode other) {
    if (one instanceof Members a && other instanceof Members b) {
      return a.byName().size() == b.byName().size()
          && a.byName().entrySet().stream().allMatch(member -> hasEqual(b, member));
    }
    if (one instanceof Items a && other instanceof Items b) {
      return isEqual(a.list(), b.list());
    }
    return one instanceof Scalar a
        && other instanceof Scalar b
        && (a.equals(b) || isNumber(a) && isNumber(b) && isEqualNumber(a.text(), b.text()));
  }

  private static boolean hasEqual(Members members, Map.Entry<String, JsonNode> member) {
    JsonNode own = members.byName().get(member.getKey());
    return own != null && isEqual(own, Objects.requireNonNull(member.getValue()));
  }

  private static boolean isEqual(List<JsonNode> one, List<JsonNode> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!isEqual(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(Scalar scalar) {
    return scalar.kind().isNumeric();
  }

  private static boolean isEqualNumber(String one, String other) {
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException tooLargeExponent) {
      return false;
    }
  }
}
