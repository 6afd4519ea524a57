package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.search.Searches;

/** Holds what the server finds against what the oracle finds. */
final class SearchComparison {
  private static final int SHOWN = 3;

  private final FhirClient client;
  private final Oracle oracle;
  private final Map<String, JsonNode> resources;
  private final String baseUrl;

  SearchComparison(FhirClient client, Oracle oracle, List<JsonNode> resources) {
    this.client = client;
    this.oracle = oracle;
    this.resources =
        resources.stream().collect(Collectors.toMap(SearchComparison::key, Function.identity()));
    this.baseUrl = client.base().toString();
  }

  /**
   * What differs for a query, if anything does.
   *
   * @param number decides how the query is asked: with pages of which size, with which total
   */
  Optional<String> difference(OracleQuery query, int number) {
    List<JsonNode> expected = oracle.find(query);
    int pageSize = expected.size() > 100 ? 500 : List.of(3, 10, 50, 1000).get(number % 4);
    List<String> found = new ArrayList<>();
    Set<Integer> totals = new TreeSet<>();
    String separator = query.url().endsWith("?") ? "" : "&";
    String url =
        query.url()
            + separator
            + ("_count=" + pageSize)
            + (number % 3 == 0 ? "&_total=accurate" : "");
    Optional<String> next = Optional.of(url);
    while (next.isPresent()) {
      FhirResponse response = client.get(next.get());
      if (response.status() != 200) {
        return Optional.of(query + "\n  " + next + "\n  " + response.body());
      }
      JsonNode page = response.json();
      Searches.matches(page).forEach(id -> found.add(query.type() + "/" + id));
      if (page.has("total")) {
        totals.add(page.path("total").asInt());
      }
      next = Searches.link(page, "next");
      if (found.size() > resources.size()) {
        return Optional.of(query + "\n  the pages do not end");
      }
    }
    return setDifference(query, expected, found)
        .or(() -> orderDifference(query, found))
        .or(() -> totalDifference(query, totals, expected.size()))
        .or(() -> number % 5 == 0 ? countDifference(query, expected.size()) : Optional.empty());
  }

  private Optional<String> setDifference(
      OracleQuery query, List<JsonNode> expected, List<String> found) {
    Set<String> missing = new TreeSet<>(expected.stream().map(SearchComparison::key).toList());
    Set<String> surplus = new TreeSet<>(found);
    if (surplus.size() != found.size()) {
      return Optional.of(query + "\n  some stand twice: " + found);
    }
    Set<String> all = Set.copyOf(missing);
    missing.removeAll(surplus);
    surplus.removeAll(all);
    if (missing.isEmpty() && surplus.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        query
            + "\n  "
            + client.base().resolve(query.url())
            + describe("not found", missing)
            + describe("found", surplus));
  }

  private String describe(String what, Set<String> keys) {
    return keys.stream()
        .limit(SHOWN)
        .map(key -> "\n  " + what + " " + resources.get(key))
        .collect(Collectors.joining());
  }

  private Optional<String> orderDifference(OracleQuery query, List<String> found) {
    OracleOrder order = new OracleOrder(query.sort(), resources.keySet(), baseUrl);
    for (int i = 1; i < found.size(); i++) {
      JsonNode one = resource(found.get(i - 1));
      JsonNode other = resource(found.get(i));
      if (order.compare(one, other) > 0) {
        return Optional.of(query + "\n  is not in order:\n  " + one + "\n  " + other);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> totalDifference(
      OracleQuery query, Set<Integer> totals, int expected) {
    return totals.isEmpty() || totals.equals(Set.of(expected))
        ? Optional.empty()
        : Optional.of(query + "\n  total " + totals + " instead of " + expected);
  }

  private Optional<String> countDifference(OracleQuery query, int expected) {
    String separator = query.url().endsWith("?") ? "" : "&";
    int count =
        client
            .get(query.url() + separator + "_summary=count")
            .expect(200)
            .json()
            .path("total")
            .asInt();
    return count == expected
        ? Optional.empty()
        : Optional.of(query + "\n  count " + count + " instead of " + expected);
  }

  private JsonNode resource(String key) {
    return Objects.requireNonNull(resources.get(key), key);
  }

  private static String key(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }
}
