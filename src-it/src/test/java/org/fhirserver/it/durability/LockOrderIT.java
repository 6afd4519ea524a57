package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.Test;

/** Transactions that touch the same resources in different orders. */
@HttpTest
class LockOrderIT {
  private static final int RESOURCES = 20;
  private static final int WRITERS = 16;
  private static final int ROUNDS = 3;
  private static final String PREFIX = "lock-order-";

  private final FhirClient client;

  LockOrderIT(FhirClient client) {
    this.client = client;
  }

  @Test
  void transactionsInOppositeOrdersNeitherFailNorLoseAnUpdate() throws Exception {
    client.post("", transaction(0, new Random(0))).expect(200);
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    int acknowledged;
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int writer = 1; writer <= WRITERS; writer++) {
        int number = writer;
        tasks.add(() -> write(number));
      }
      acknowledged = 0;
      for (Future<Integer> result : writers.invokeAll(tasks)) {
        acknowledged += result.get();
      }
    } finally {
      writers.shutdownNow();
    }

    assertTrue(acknowledged > 0);
    for (int i = 0; i < RESOURCES; i++) {
      String version =
          client.get("Patient/" + PREFIX + i).json().path("meta").path("versionId").asText();
      assertEquals(Integer.toString(acknowledged + 1), version, PREFIX + i);
    }
  }

  private int write(int writer) {
    Random random = new Random(writer);
    int acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int status = client.post("", transaction(writer * ROUNDS + round, random)).status();
      assertTrue(status == 200 || status == 409, "Status " + status);
      acknowledged += status == 200 ? 1 : 0;
    }
    return acknowledged;
  }

  private static String transaction(int value, Random random) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, RESOURCES).boxed().collect(Collectors.toList()));
    Collections.shuffle(order, random);
    return order.stream()
        .map(
            number ->
                ("{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"%1$s%2$d\",\"name\":"
                        + "[{\"family\":\"Order%3$d\"}]},\"request\":{\"method\":\"PUT\","
                        + "\"url\":\"Patient/%1$s%2$d\"}}")
                    .formatted(PREFIX, number, value))
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[", "]}"));
  }
}
