package org.fhirserver.it.search.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.search.Json;
import org.junit.jupiter.api.Test;

/**
 * Thousands of generated queries over generated resources must find what a plain evaluation finds.
 * {@code mvn verify -Psearches} compares for longer; {@code -Doracle.seed=} makes other ones.
 */
@HttpTest(onOwnServers = true)
class SearchOracleIT {
  private static final int THREADS = 4;
  private static final int FEWEST_QUERIES = 100;
  private static final int MOST_DIFFERENCES = 12;
  private static final int ENTRIES = 250;
  private static final DateTimeFormatter TO_THE_MILLISECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Test
  void findsWhatTheSpecificationSays(Servers servers) throws Exception {
    long seed = Long.getLong("oracle.seed", 20_260_117L);
    long seconds = Long.getLong("oracle.seconds", 15);
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      FhirClient client = FhirClient.of(server);
      String baseUrl = client.base().toString();
      List<JsonNode> resources = store(client, new ResourceMaker(seed, baseUrl).all());
      QueryMaker queries = new QueryMaker(seed, baseUrl, resources);
      Oracle oracle = new Oracle(resources, baseUrl, Instant.now());
      SearchComparison comparison = new SearchComparison(client, oracle, resources);

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      Queue<String> differences = new ConcurrentLinkedQueue<>();
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(
            () -> {
              int done = 0;
              while (differences.size() < MOST_DIFFERENCES && System.nanoTime() < deadline) {
                OracleQuery query = next(queries);
                comparison.difference(query, done).ifPresent(differences::add);
                done++;
              }
              return done;
            });
      }
      int done = run(workers);
      System.out.println(
          done + " queries compared on " + servers.databaseKind() + ", seed " + seed);
      assertEquals("", String.join("\n", differences), () -> "seed " + seed);
      assertTrue(done >= FEWEST_QUERIES, () -> "Only " + done + " queries in time");
    }
  }

  private static OracleQuery next(QueryMaker queries) {
    synchronized (queries) {
      return queries.next();
    }
  }

  private static int run(List<Callable<Integer>> workers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      int done = 0;
      for (Future<Integer> worker : threads.invokeAll(workers)) {
        done += Objects.requireNonNull(worker.get());
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Stores the resources; returns them with the times at which the server stored them. */
  private static List<JsonNode> store(FhirClient client, List<ObjectNode> resources) {
    List<JsonNode> stored = new ArrayList<>();
    for (int start = 0; start < resources.size(); start += ENTRIES) {
      List<ObjectNode> part = resources.subList(start, Math.min(resources.size(), start + ENTRIES));
      ObjectNode bundle = Json.readObject("{'resourceType':'Bundle','type':'batch'}");
      for (ObjectNode resource : part) {
        ObjectNode entry = bundle.withArray("/entry").addObject();
        entry.set("resource", resource);
        entry
            .putObject("request")
            .put("method", "PUT")
            .put(
                "url", resource.path("resourceType").asText() + "/" + resource.path("id").asText());
      }
      JsonNode answer = client.post("", bundle.toString()).expect(200).json();
      for (int i = 0; i < part.size(); i++) {
        JsonNode response = answer.path("entry").path(i).path("response");
        if (!response.path("status").asText().startsWith("201")) {
          throw new AssertionError(part.get(i) + ": " + response);
        }
        Instant time = Instant.parse(response.path("lastModified").asText());
        part.get(i).withObject("/meta").put("lastUpdated", TO_THE_MILLISECOND.format(time));
        stored.add(part.get(i));
      }
    }
    return stored;
  }
}
