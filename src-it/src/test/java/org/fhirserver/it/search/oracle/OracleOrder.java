package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order of results: of several values the lowest counts when ascending, the highest when
 * descending; resources without value come last.
 */
final class OracleOrder implements Comparator<JsonNode> {
  private static final BigDecimal LOWEST = new BigDecimal("-1e400");

  private final List<OracleQuery.SortBy> keys;
  private final Set<String> known;
  private final String baseUrl;

  /**
   * An order.
   *
   * @param known the resources of the server, {@code Patient/p1}; references to others do not count
   * @param baseUrl the service base URL with a slash at its end
   */
  OracleOrder(List<OracleQuery.SortBy> keys, Set<String> known, String baseUrl) {
    this.keys = keys;
    this.known = known;
    this.baseUrl = baseUrl;
  }

  @Override
  public int compare(JsonNode one, JsonNode other) {
    for (OracleQuery.SortBy key : keys) {
      int order = compare(key, one, other);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int compare(OracleQuery.SortBy key, JsonNode one, JsonNode other) {
    Optional<Comparable<Object>> first = value(key, one);
    Optional<Comparable<Object>> second = value(key, other);
    if (first.isEmpty() || second.isEmpty()) {
      return Boolean.compare(first.isEmpty(), second.isEmpty());
    }
    int order = first.get().compareTo(second.get());
    return key.descending() ? -order : order;
  }

  @SuppressWarnings("unchecked")
  private Optional<Comparable<Object>> value(OracleQuery.SortBy key, JsonNode resource) {
    Comparator<Comparable<Object>> natural = (one, other) -> one.compareTo(other);
    return key.parameter().values(resource).stream()
        .flatMap(value -> sortValues(key, value))
        .map(value -> (Comparable<Object>) value)
        .reduce((one, other) -> natural.compare(one, other) < 0 == key.descending() ? other : one);
  }

  /** The server keeps only the beginning of a value to sort by. */
  private Stream<? extends Comparable<?>> sortValues(OracleQuery.SortBy key, JsonNode value) {
    return switch (key.parameter().kind()) {
      case STRING -> Stream.of(cut(PlainText.of(value.asText()), 128));
      case URI ->
          Stream.of(uri(key, value), uri(key, value).split("\\|")[0]).map(url -> cut(url, 256));
      case DATE -> {
        TimeInterval interval = TimeInterval.of(value);
        yield Stream.of(key.descending() ? interval.end() : interval.start());
      }
      case NUMBER, QUANTITY -> Stream.of(NumberInterval.of(value).low().orElse(LOWEST));
      case TOKEN -> codes(value).filter(code -> !code.isEmpty()).map(code -> cut(code, 64));
      case REFERENCE ->
          Stream.of(value.path("reference").asText())
              .map(url -> url.replaceAll("/_history/.*", "").replace(baseUrl, ""))
              .filter(known::contains)
              .map(url -> url.substring(url.indexOf('/') + 1));
      case COMPOSITE, POSITION -> throw new IllegalArgumentException(key.toString());
    };
  }

  private static String uri(OracleQuery.SortBy key, JsonNode value) {
    return key.parameter().isCanonical() ? value.asText().replaceFirst("#.*", "") : value.asText();
  }

  private static Stream<String> codes(JsonNode value) {
    if (value.has("coding")) {
      return OracleParameter.values(value, "coding.code").map(JsonNode::asText);
    }
    if (value.isObject()) {
      return Stream.of(value.path(value.has("code") ? "code" : "value").asText());
    }
    return Stream.of(value.asText());
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
