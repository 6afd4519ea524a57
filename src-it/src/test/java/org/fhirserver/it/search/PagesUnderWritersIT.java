package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * All pages of a large result while 16 writers insert and delete: {@code mvn verify -Ppages} walks
 * through 50,000 resources, other builds through fewer.
 */
@HttpTest
class PagesUnderWritersIT {
  private static final int RESOURCES = Integer.getInteger("pages.resources", 1_000);
  private static final int WRITERS = 16;
  private static final int BATCH = 250;
  private static final int PAGE = Math.max(50, RESOURCES / 100);
  private static final Duration MOST = Duration.ofMinutes(60);

  private static final List<String> ORDERS =
      List.of("Basic?", "Basic?_sort=-_lastUpdated", "?_type=Basic,Group", "Basic?_sort=created");

  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  PagesUnderWritersIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @Test
  @DisplayName("each stable resource stands on one page, whatever 16 writers insert and delete")
  void showEachStableResourceOnce() {
    Set<String> stable = new HashSet<>();
    for (int start = 0; start < RESOURCES; start += BATCH) {
      store(start, Math.min(RESOURCES, start + BATCH), stable);
    }
    AtomicBoolean stop = new AtomicBoolean();
    List<Integer> written =
        Parallel.run(
            WRITERS + 1,
            MOST,
            thread -> {
              if (thread < WRITERS) {
                return write(thread, stop);
              }
              try {
                ORDERS.forEach(order -> walk(order, stable));
              } finally {
                stop.set(true);
              }
              return 1;
            });

    assertTrue(written.stream().allMatch(number -> number > 0), written::toString);
  }

  private void walk(String order, Set<String> stable) {
    String query = order + (order.endsWith("?") ? "" : "&") + searches.own() + "&_count=" + PAGE;
    JsonNode last = Json.read("{}");
    Set<String> forwards = new HashSet<>();
    for (JsonNode page : searches.pages(query)) {
      gather(page, forwards);
      last = page;
    }
    assertHasAll(order, stable, forwards);

    Set<String> backwards = new HashSet<>();
    gather(last, backwards);
    JsonNode page = last;
    while (Searches.link(page, "previous").isPresent()) {
      page = client.get(Searches.link(page, "previous").orElseThrow()).expect(200).json();
      gather(page, backwards);
    }
    assertHasAll(order, stable, backwards);
  }

  private static void gather(JsonNode page, Set<String> found) {
    for (String name : Searches.matches(page)) {
      assertTrue(found.add(name), () -> name + " stands twice");
    }
  }

  private static void assertHasAll(String order, Set<String> stable, Set<String> found) {
    Set<String> missing = new HashSet<>(stable);
    missing.removeAll(found);
    assertEquals(Set.of(), missing, order);
  }

  private void store(int start, int end, Set<String> names) {
    ObjectNode bundle = Json.readObject("{'resourceType':'Bundle','type':'transaction'}");
    for (int i = start; i < end; i++) {
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.set("resource", Json.read(basic("stable" + i)));
      entry.putObject("request").put("method", "PUT").put("url", "Basic/" + id + "stable" + i);
      names.add(id + "stable" + i);
    }
    client.post("", bundle.toString()).expect(200);
  }

  private int write(int writer, AtomicBoolean stop) {
    int number = 0;
    List<String> present = new ArrayList<>();
    while (!stop.get()) {
      String name = "w" + writer + "-" + number++;
      client.put("Basic/" + id + name, basic(name)).expect(201);
      present.add(name);
      if (present.size() > 3) {
        client.delete("Basic/" + id + present.remove(number % 3)).expect(204);
      }
    }
    return number;
  }

  private String basic(String name) {
    return searches.tagged(
        "{'resourceType':'Basic','code':{'text':'x'},'created':'20"
            + (10 + Math.floorMod(name.hashCode(), 10))
            + "','id':'"
            + id
            + name
            + "'}");
  }
}
