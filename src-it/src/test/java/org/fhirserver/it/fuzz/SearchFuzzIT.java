package org.fhirserver.it.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.search.Searches;
import org.junit.jupiter.api.Test;

/**
 * Searches of every kind, most of them odd, over official examples: no 5xx, an OperationOutcome for
 * what is refused, a searchset with links that work for the rest.
 *
 * <p>How many of them {@code -Dsearches=} says, for each database; the seed is printed and can be
 * given as {@code -Dfuzz.seed}.
 */
@HttpTest
class SearchFuzzIT {
  private static final int SMOKE = 800;
  private static final long SEED_OF_EVERY_BUILD = 20_261_128L;
  private static final int THREADS = 4;
  private static final int MOST_FAILURES = 20;
  private static final int EXAMPLES_OF_A_TYPE = 3;
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_LINK = 16_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FhirClient client;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  SearchFuzzIT(FhirClient client) {
    this.client = client;
  }

  @Test
  void oddSearchesFindNoFault() {
    int searches = Integer.getInteger("searches", SMOKE);
    long seed =
        Optional.ofNullable(System.getProperty("fuzz.seed"))
            .filter(text -> !text.isEmpty())
            .map(Long::valueOf)
            .orElse(SEED_OF_EVERY_BUILD);
    System.out.println("Searching with -Dfuzz.seed=" + seed);
    store(new Examples(new Random(seed), EXAMPLES_OF_A_TYPE));
    SearchUrls urls = new SearchUrls(seed, client.get("metadata").expect(200).json());

    Parallel.run(THREADS, Duration.ofHours(2), thread -> run(urls, searches));

    System.out.println(searches + " searches, seed " + seed + ", answers by status: " + statuses);
    assertEquals("", String.join("\n", failures));
    assertTrue(statuses.containsKey(200) && statuses.containsKey(400), "Nothing was tried");
  }

  private void store(Examples examples) {
    Random random = new Random(0);
    for (int i = 0; i < 150; i++) {
      Examples.Example example = examples.any(random);
      client.send(
          client
              .request(example.type())
              .header("Content-Type", "application/fhir+json")
              .POST(BodyPublishers.ofByteArray(example.json())));
    }
  }

  private boolean run(SearchUrls urls, int searches) {
    long number = numbers.getAndIncrement();
    while (number < searches && failures.size() < MOST_FAILURES) {
      String url = urls.make(number);
      try {
        int status = check(url, number);
        statuses.computeIfAbsent(status, key -> new AtomicLong()).incrementAndGet();
      } catch (RuntimeException | AssertionError e) {
        failures.add(shortened(url) + "\n  " + shortened(String.valueOf(e.getMessage())));
      }
      number = numbers.getAndIncrement();
    }
    return true;
  }

  private int check(String url, long number) {
    FhirResponse response = send(url, number);
    assertTrue(response.status() < 500, () -> "A fault of the server: " + shown(response));
    if (response.status() == 406) {
      return response.status();
    }
    JsonNode body = response.json();
    if (response.status() != 200) {
      assertEquals("OperationOutcome", body.path("resourceType").asText(), () -> shown(response));
      assertTrue(
          body.path("issue").path(0).path("diagnostics").asText().length() > 10,
          () -> shown(response));
      return response.status();
    }
    assertEquals("searchset", body.path("type").asText(), () -> shown(response));
    Optional<String> self = Searches.link(body, "self");
    assertTrue(self.isPresent(), () -> shown(response));
    if (number % 10 == 0) {
      follow(self.get(), number);
      Searches.link(body, "next").ifPresent(link -> follow(link, number));
    }
    return response.status();
  }

  /** Links need no lenient handling, but for types that do not exist; long ones go as a form. */
  private void follow(String link, long number) {
    int mark = link.indexOf('?');
    HttpRequest.Builder request =
        link.length() > LONGEST_LINK
            ? form(link.substring(0, mark), link.substring(mark + 1))
            : client.request(link).GET();
    if (link.contains("_type=Foo")) {
      prefer(request, number);
    }
    FhirResponse response = client.send(request.timeout(PATIENCE));
    assertEquals(200, response.status(), () -> "The link " + link + ": " + shown(response));
  }

  /** One in four goes as a form, one in three leniently. */
  private FhirResponse send(String url, long number) {
    int mark = url.indexOf('?');
    boolean form = number % 4 == 0 && !url.contains("_format");
    String place = url.substring(0, mark);
    HttpRequest.Builder request =
        form ? form(place, url.substring(mark + 1)) : client.request(url).GET();
    return client.send(prefer(request, number).timeout(PATIENCE));
  }

  private HttpRequest.Builder form(String place, String query) {
    return client
        .request((place.isEmpty() ? "" : place + "/") + "_search")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(query));
  }

  private static HttpRequest.Builder prefer(HttpRequest.Builder request, long number) {
    return number % 3 == 0 ? request.header("Prefer", "handling=lenient") : request;
  }

  private static String shown(FhirResponse response) {
    return response.status() + " " + shortened(response.body());
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }
}
