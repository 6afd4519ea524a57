package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.Test;

/** Transactions that want the same resources at the same time, in opposite orders. */
@HttpTest
class ContentionIT {
  private static final int THREADS = 5;
  private static final int ROUNDS = 6;
  private static final int RESOURCES = 20;

  private final FhirClient client;
  private final String id = Bundles.id();

  ContentionIT(FhirClient client) {
    this.client = client;
  }

  @Test
  void updatesWaitForOneAnotherAndEachVersionIsOfOneTransaction() throws Exception {
    List<Integer> statuses =
        together(
            thread ->
                round ->
                    client
                        .post("", updates(thread + "-" + round, thread % 2 == 0).toString())
                        .status());
    long written = statuses.stream().filter(status -> status == 200).count();

    assertOnly(Set.of(200, 409), statuses);
    assertTrue(written > 0);
    List<List<String>> versions = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      versions.add(families(i));
    }
    assertEquals(written, versions.get(0).size());
    assertEquals(
        Set.of(versions.get(0)),
        new HashSet<>(versions),
        "The versions of the resources are of different transactions");
    assertEquals(written, new HashSet<>(versions.get(0)).size(), "A transaction stands twice");
    String last = versions.get(0).get(0);
    assertEquals(RESOURCES, count("Patient?family=" + last + "&_id=" + ids()));
    assertEquals(RESOURCES, count("Patient?_id=" + ids()));
  }

  @Test
  void createsUnderTheSameConditionsCreateOnce() throws Exception {
    List<Integer> statuses =
        together(
            thread ->
                round -> {
                  Bundles bundle = Bundles.transaction();
                  for (int i : order(thread % 2 == 0)) {
                    String value = id + "c" + round + "-" + i;
                    bundle.postIfNoneExist(
                        Bundles.fullUrl(),
                        "{'resourceType':'Patient','identifier':[{'system':'urn:t','value':'"
                            + value
                            + "'}]}",
                        "identifier=urn:t|" + value);
                  }
                  return client.post("", bundle.toString()).status();
                });

    assertOnly(Set.of(200, 409), statuses);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < RESOURCES; i++) {
        assertEquals(1, count("Patient?identifier=urn:t%7C" + id + "c" + round + "-" + i));
      }
    }
  }

  @Test
  void updatesDeletesAndSingleWritesDoNotFailOneAnother() throws Exception {
    List<Integer> statuses =
        together(
            thread ->
                round ->
                    switch (thread % 3) {
                      case 0 ->
                          client
                              .post("", updates(thread + "-" + round, round % 2 == 0).toString())
                              .status();
                      case 1 -> client.post("", deletes(round % 2 == 0).toString()).status();
                      default ->
                          round % 2 == 0
                              ? client.put("Patient/" + id(round), json(round, "single")).status()
                              : client.delete("Patient/" + id(round)).status();
                    });

    assertOnly(Set.of(200, 201, 204, 409), statuses);
    for (int i = 0; i < RESOURCES; i++) {
      assertVersionsWithoutGap(i);
    }
  }

  @Test
  void searchesDoNotFailWhileTransactionsWrite() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    ExecutorService reader = Executors.newFixedThreadPool(2);
    List<String> searches =
        List.of(
            "Patient?_id=" + ids() + "&_sort=family,-_lastUpdated",
            "Patient?family=x,y,0,1,2&_count=50&_total=accurate",
            "Patient?_id=" + ids() + "&family:missing=false&_summary=count",
            "Patient/" + id(3),
            "Patient/" + id(3) + "/_history");
    for (int i = 0; i < 2; i++) {
      reader.execute(
          () -> {
            for (int turn = 0; !stop.get(); turn++) {
              FhirResponse response = client.get(searches.get(turn % searches.size()));
              if (response.status() >= 500 || response.status() == 409) {
                failures.add(response.status() + " " + response.body());
              }
            }
          });
    }
    List<Integer> statuses =
        together(
            thread ->
                round ->
                    client
                        .post("", updates(thread + "-" + round, thread % 2 == 0).toString())
                        .status());
    stop.set(true);
    reader.shutdown();

    assertOnly(Set.of(200, 409), statuses);
    assertEquals(List.of(), List.copyOf(failures));
  }

  private interface Worker {
    Round of(int thread);
  }

  private interface Round {
    int run(int round) throws Exception;
  }

  private static List<Integer> together(Worker worker) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Integer>>> calls = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Round rounds = worker.of(thread);
        calls.add(
            () -> {
              List<Integer> statuses = new ArrayList<>();
              for (int round = 0; round < ROUNDS; round++) {
                statuses.add(rounds.run(round));
              }
              return statuses;
            });
      }
      List<Integer> all = new ArrayList<>();
      for (Future<List<Integer>> future : threads.invokeAll(calls)) {
        all.addAll(Objects.requireNonNull(future.get()));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private Bundles updates(String family, boolean forwards) {
    Bundles bundle = Bundles.transaction();
    for (int i : order(forwards)) {
      bundle.put(json(i, family));
    }
    return bundle;
  }

  private Bundles deletes(boolean forwards) {
    Bundles bundle = Bundles.transaction();
    for (int i : order(forwards)) {
      bundle.delete("Patient/" + id(i));
    }
    return bundle;
  }

  private static List<Integer> order(boolean forwards) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, RESOURCES).boxed().toList());
    if (!forwards) {
      Collections.reverse(order);
    }
    return order;
  }

  private String id(int number) {
    return id + "-" + number;
  }

  private String ids() {
    return String.join(",", IntStream.range(0, RESOURCES).mapToObj(this::id).toList());
  }

  private String json(int number, String family) {
    return ("{'resourceType':'Patient','id':'"
            + id(number)
            + "','name':[{'family':'"
            + family
            + "'}]}")
        .replace('\'', '"');
  }

  /** The family names of all versions, the newest first. */
  private List<String> families(int number) {
    List<String> families = new ArrayList<>();
    for (JsonNode entry : history(number)) {
      families.add(entry.path("resource").path("name").path(0).path("family").asText());
    }
    return families;
  }

  private void assertVersionsWithoutGap(int number) {
    int expected = history(number).size();
    for (JsonNode entry : history(number)) {
      assertEquals("W/\"" + expected-- + "\"", entry.path("response").path("etag").asText());
    }
  }

  private List<JsonNode> history(int number) {
    List<JsonNode> entries = new ArrayList<>();
    client
        .get("Patient/" + id(number) + "/_history?_count=1000")
        .expect(200)
        .json()
        .path("entry")
        .forEach(entries::add);
    return entries;
  }

  private int count(String search) {
    return client.get(search + "&_summary=count").expect(200).json().path("total").asInt();
  }

  private static void assertOnly(Set<Integer> allowed, List<Integer> statuses) {
    assertTrue(allowed.containsAll(statuses), () -> "Answered " + statuses);
  }
}
