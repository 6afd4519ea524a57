package org.fhirserver.it.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;

/** Reads histories. */
final class Histories {
  private static final int MOST_PAGES = 500;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final FhirClient client;

  Histories(FhirClient client) {
    this.client = client;
  }

  /** Follows the next links from the first page on, which all have its path. */
  void walk(String first, Consumer<JsonNode> page) {
    Optional<String> next = Optional.of(first);
    for (int pages = 0; next.isPresent() && pages < MOST_PAGES; pages++) {
      JsonNode bundle = client.get(next.get()).expect(200).json();
      page.accept(bundle);
      next = link(bundle, "next");
      next.ifPresent(
          url -> assertTrue(url.startsWith(client.base() + first.split("\\?", 2)[0] + "?"), url));
    }
    assertTrue(next.isEmpty(), "The pages do not end");
  }

  /** All entries of all pages as {@code Type/id/version}. */
  List<String> all(String first) {
    List<String> entries = new ArrayList<>();
    walk(first, bundle -> entries.addAll(entries(bundle)));
    return entries;
  }

  /** The entries of the first page as {@code Type/id/version}. */
  List<String> page(String url) {
    return entries(client.get(url).expect(200).json());
  }

  /** The entries as {@code Type/id/version}. */
  List<String> entries(JsonNode bundle) {
    String base = client.base().toString();
    return StreamSupport.stream(bundle.path("entry").spliterator(), false)
        .map(
            entry ->
                entry.path("fullUrl").asText().substring(base.length())
                    + "/"
                    + entry.path("response").path("etag").asText().replaceAll("\\D", ""))
        .toList();
  }

  /** The link of that relation. */
  static Optional<String> link(JsonNode bundle, String relation) {
    return StreamSupport.stream(bundle.path("link").spliterator(), false)
        .filter(link -> link.path("relation").asText().equals(relation))
        .map(link -> link.path("url").asText())
        .findFirst();
  }

  /** The numbers of the versions. */
  static List<Integer> versions(JsonNode bundle) {
    return StreamSupport.stream(bundle.path("entry").spliterator(), false)
        .map(entry -> entry.path("response").path("etag").asText())
        .map(etag -> Integer.valueOf(etag.replaceAll("\\D", "")))
        .toList();
  }

  /** When the version in an answer was made. */
  static Instant time(FhirResponse response) {
    return Instant.parse(response.json().path("meta").path("lastUpdated").asText());
  }

  /** A time with all of its three digits: with fewer it would stand for a longer period. */
  static String toMillis(Instant time) {
    return MILLIS.format(time);
  }

  /** That the bundle has a type, a total and nothing else than links. */
  static void assertTotalAlone(int total, JsonNode bundle) {
    assertEquals("history", bundle.path("type").asText());
    assertEquals(total, bundle.path("total").asInt(-1));
    assertTrue(bundle.path("entry").isMissingNode(), bundle.toString());
    assertTrue(link(bundle, "next").isEmpty(), bundle.toString());
  }
}
