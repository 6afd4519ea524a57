package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The links from page to page, in both directions: §9.9 to §9.13. */
@HttpTest
class PagingLinksIT {
  private static final int STABLE = 23;

  /** Towards the newest ones a walk ends only if it is faster than the writer. */
  private static final int MOST_WRITTEN = 200;

  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  PagingLinksIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?",
        "Patient?_sort=family",
        "Patient?_sort=-family",
        "Patient?_sort=birthdate",
        "Patient?_sort=-birthdate",
        "Patient?_sort=gender,-family",
        "Patient?_sort=-birthdate,family,-_id",
        "Patient?_sort=_lastUpdated",
        "Patient?_sort=-_lastUpdated",
        "Patient?_sort=_id",
        "?_type=Patient,Group,Basic",
        "?_sort=-_lastUpdated",
        "?_type=Patient,Group,Basic&_sort=_id",
      })
  void mirrorThePagesOnTheWayBack(String search) throws Exception {
    storeStable();
    List<List<String>> forwards = pagesFrom(first(search), "next");
    List<List<String>> backwards = pagesFrom(last(search), "previous");
    Collections.reverse(backwards);

    assertEquals(6, forwards.size());
    assertEquals(forwards, backwards);

    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> write(stop));
    try {
      for (int round = 0; round < 2; round++) {
        assertHasStableOnes(forwards, pagesFrom(first(search), "next"));
        List<List<String>> back = pagesFrom(last(search), "previous");
        Collections.reverse(back);
        assertHasStableOnes(forwards, back);
      }
    } finally {
      stop.set(true);
      assertTrue(written(writer) > 0);
    }
  }

  @Test
  void leadToTheFirstPage() {
    storeStable();
    JsonNode first = first("Patient?_sort=family");
    JsonNode second = follow(first, "next");
    JsonNode again = follow(second, "previous");

    assertEquals(Optional.empty(), Searches.link(first, "previous"));
    assertEquals(Searches.matches(first), Searches.matches(follow(second, "first")));
    assertEquals(Searches.matches(first), Searches.matches(again));
    assertEquals(Optional.empty(), Searches.link(again, "previous"));
    assertEquals(Searches.matches(second), Searches.matches(follow(again, "next")));
    assertEquals(Searches.matches(second), Searches.matches(follow(second, "self")));
    assertTrue(!Searches.link(second, "first").orElseThrow().contains("ct="));
    assertEquals(List.of("self"), relations(searches.page("Patient?_count=100")));
  }

  @Test
  @DisplayName("§9.13 the links of a POST search can be read by GET")
  void canBeReadAfterAForm() {
    storeStable();
    JsonNode page = searches.form("Patient?_count=4", "_sort=-_id&" + searches.own()).json();
    JsonNode second = follow(page, "next");

    assertEquals(List.of("self", "first", "previous", "next"), relations(second));
    assertEquals(Searches.matches(page), Searches.matches(follow(second, "previous")));
    assertEquals(Searches.matches(page), Searches.matches(follow(second, "first")));
  }

  @Test
  void leadBackWhereAPageIsGone() {
    for (int i = 0; i < 4; i++) {
      put("Patient", "" + i, "'active':true");
    }
    JsonNode first = searches.page("Patient?_count=2");
    JsonNode second = follow(first, "next");
    client.delete("Patient/" + id + "2").expect(204);
    client.delete("Patient/" + id + "3").expect(204);

    JsonNode emptyEnd = follow(first, "next");
    assertEquals(List.of(), Searches.matches(emptyEnd));
    assertEquals(List.of(id + "0", id + "1"), Searches.matches(follow(emptyEnd, "previous")));

    put("Patient", "4", "'active':true");
    client.delete("Patient/" + id + "0").expect(204);
    client.delete("Patient/" + id + "1").expect(204);
    JsonNode emptyStart = follow(second, "previous");
    assertEquals(List.of(), Searches.matches(emptyStart));
    assertEquals(List.of(id + "4"), Searches.matches(follow(emptyStart, "next")));
  }

  @Test
  @DisplayName("§9.12 the total stands on every page if it is asked for")
  void repeatTheTotal() {
    storeStable();
    JsonNode second = follow(first("Patient?_total=accurate"), "next");

    assertEquals(STABLE, second.path("total").asInt());
    assertEquals(STABLE, follow(second, "previous").path("total").asInt());
  }

  private JsonNode first(String search) {
    return searches.page(search + (search.endsWith("?") ? "" : "&") + "_count=4");
  }

  private JsonNode last(String search) {
    JsonNode page = first(search);
    while (Searches.link(page, "next").isPresent()) {
      page = follow(page, "next");
    }
    return page;
  }

  private JsonNode follow(JsonNode page, String relation) {
    return client.get(Searches.link(page, relation).orElseThrow()).expect(200).json();
  }

  private List<List<String>> pagesFrom(JsonNode start, String relation) {
    List<List<String>> pages = new ArrayList<>();
    JsonNode page = start;
    pages.add(Searches.matches(page));
    while (Searches.link(page, relation).isPresent()) {
      page = follow(page, relation);
      pages.add(Searches.matches(page));
      assertTrue(pages.size() < 1_000, "The pages do not end");
    }
    return pages;
  }

  private void assertHasStableOnes(List<List<String>> expected, List<List<String>> pages) {
    List<String> found = pages.stream().flatMap(List::stream).toList();
    List<String> twice = new ArrayList<>(found);
    new HashSet<>(found).forEach(twice::remove);
    assertEquals(List.of(), twice, () -> "stand twice on " + pages);
    assertEquals(
        expected.stream().flatMap(List::stream).toList(),
        found.stream().filter(name -> !name.contains("new")).toList());
  }

  private static List<String> relations(JsonNode page) {
    List<String> relations = new ArrayList<>();
    page.path("link").forEach(link -> relations.add(link.path("relation").asText()));
    return relations;
  }

  private void storeStable() {
    for (int i = 0; i < STABLE; i++) {
      put("Patient", "" + i, content(i));
    }
  }

  /** Some values are missing and some are equal. */
  private static String content(int i) {
    StringBuilder content = new StringBuilder("'active':true");
    if (i % 4 != 1) {
      content.append(",'name':[{'family':'Name").append(i % 5).append("'}]");
    }
    if (i % 3 != 2) {
      content.append(",'birthDate':'200").append(i % 7).append("'");
    }
    if (i % 5 != 0) {
      content.append(",'gender':'").append(i % 2 == 0 ? "male" : "female").append("'");
    }
    return content.toString();
  }

  private int write(AtomicBoolean stop) {
    int written = 0;
    while (!stop.get() && written < MOST_WRITTEN) {
      put("Patient", "new" + written, content(written));
      if (written % 3 == 2) {
        client.delete("Patient/" + id + "new" + (written - 1)).expect(204);
      }
      written++;
    }
    return written;
  }

  private static int written(CompletableFuture<Integer> writer)
      throws InterruptedException, ExecutionException {
    return writer.get();
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }
}
