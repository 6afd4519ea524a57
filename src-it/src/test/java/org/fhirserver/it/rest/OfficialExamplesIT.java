package org.fhirserver.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Outcomes;
import org.fhirserver.it.Samples;
import org.fhirserver.it.Walk;
import org.fhirserver.store.model.ExactJson;
import org.fhirserver.store.model.examples.OfficialExamples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The examples of the specification, stored and read back: §3.5 and §18. */
@HttpTest
class OfficialExamplesIT {
  private static final int THREADS = 4;
  private static final int MOST_WAITING = 64;

  /** Carries arguments; the specification gives it no endpoint. */
  private static final String NOT_STORED = "Parameters";

  private final FhirClient client;
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger notStored = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> mistakes = new ConcurrentLinkedQueue<>();

  OfficialExamplesIT(FhirClient client) {
    this.client = client;
  }

  @Test
  @DisplayName("§3.5, §18 every official example is created and read back with the same values")
  void everyExampleIsReadBackWithTheSameValues() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    Semaphore waiting = new Semaphore(MOST_WAITING);
    AtomicInteger number = new AtomicInteger();
    OfficialExamples.forEach(
        example -> {
          if (!Walk.takes(number.getAndIncrement())) {
            return;
          }
          waiting.acquireUninterruptibly();
          threads.execute(
              () -> {
                try {
                  roundTrip(example);
                } finally {
                  waiting.release();
                }
              });
        });
    threads.shutdown();
    assertTrue(threads.awaitTermination(5, TimeUnit.MINUTES));

    assertEquals(List.of(), List.copyOf(mistakes));
    assertEquals(5273, number.get());
    assertEquals(Walk.of(5273), stored.get() + notStored.get());
    assertTrue(notStored.get() < 20, "Not stored: " + notStored);
  }

  @Test
  @DisplayName("§3.4 examples that break the specification are refused")
  void examplesThatBreakTheSpecificationAreRefused() {
    AtomicInteger refused = new AtomicInteger();
    OfficialExamples.forEachInvalid(
        example -> {
          FhirResponse response = client.post(type(example), text(example));
          JsonNode issue = Outcomes.assertOutcome(response, 400);
          assertTrue(issue.has("expression"), response.body());
          refused.incrementAndGet();
        });
    assertEquals(21, refused.get());
  }

  private void roundTrip(byte[] example) {
    String type = type(example);
    if (type.equals(NOT_STORED)) {
      notStored.incrementAndGet();
      return;
    }
    try {
      FhirResponse created = client.post(type, text(example)).expect(201);
      String id = created.json().path("id").asText();
      FhirResponse read = client.get(type + "/" + id).expect(200);
      if (!created.body().equals(read.body())) {
        throw new AssertionError("Read differs from created");
      }
      compare(example, read.body());
      stored.incrementAndGet();
    } catch (RuntimeException | AssertionError e) {
      mistakes.add(
          type + "/" + exact(example).path("id").asText().replace("string ", "") + ": " + e);
    }
  }

  private static void compare(byte[] example, String read) {
    JsonNode expected = Samples.content(exact(example));
    JsonNode actual = Samples.content(exact(read.getBytes(StandardCharsets.UTF_8)));
    if (!expected.equals(actual)) {
      assertEquals(expected.toPrettyString(), actual.toPrettyString());
    }
  }

  private static JsonNode exact(byte[] json) {
    return ExactJson.tree(json);
  }

  private static String type(byte[] example) {
    return exact(example).path("resourceType").asText().replace("string ", "");
  }

  private static String text(byte[] example) {
    return new String(example, StandardCharsets.UTF_8);
  }
}
