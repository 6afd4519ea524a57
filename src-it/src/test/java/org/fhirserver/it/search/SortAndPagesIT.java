package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of results and their pages. */
@HttpTest
class SortAndPagesIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  SortAndPagesIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "family => a c b d",
        "-family => b c a d",
        "birthdate => b c a d",
        "-birthdate => a c b d",
        "gender,family => c b a d",
        "gender,-family => b c a d",
        "-gender,birthdate,_id => a b c d",
        "_id => a b c d",
        "-_id => d c b a",
        "_lastUpdated => a b c d",
        "-_lastUpdated => d c b a",
        "organization => b a c d",
      })
  void ordersByKeysWithMissingValuesLast(String sort, String expected) {
    // Ascending by the lowest of several values, descending by the highest.
    put(
        "a",
        "'name':[{'family':'Äbel'}],'gender':'male','birthDate':'2001',"
            + "'managingOrganization':{'reference':'Organization/"
            + id
            + "o2'}");
    put(
        "b",
        "'name':[{'family':'cohen'},{'family':'Zorn'}],'gender':'female',"
            + "'birthDate':'2000','managingOrganization':{'reference':'Organization/"
            + id
            + "o1'}");
    put(
        "c",
        "'name':[{'family':'BAKER'},{'family':'Young'}],'gender':'female',"
            + "'birthDate':'2000-12-31','managingOrganization':{'reference':'Organization/none'}");
    put("d", "'active':true");
    client.put("Organization/" + id + "o1", organization("o1"));
    client.put("Organization/" + id + "o2", organization("o2"));

    for (int count : new int[] {1, 2, 3, 10}) {
      assertEquals(
          expected,
          searches.idsInOrder("Patient?_sort=" + sort + "&_count=" + count).stream()
              .map(found -> found.replace(id, ""))
              .collect(Collectors.joining(" ")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&_sort=family", "&_sort=-birthdate", "&_sort=gender,-family"})
  void showsEachResourceOnceWhileOthersWrite(String sort) throws Exception {
    List<String> first = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      first.add(id + i);
      put("" + i, "'name':[{'family':'Name" + i % 7 + "'}],'birthDate':'200" + i % 10 + "'");
    }
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> write(stop));
    try {
      for (int round = 0; round < 3; round++) {
        List<String> found = searches.idsInOrder("Patient?_count=7" + sort);
        Set<String> once = new HashSet<>(found);

        assertEquals(found.size(), once.size(), "a resource stands twice");
        assertTrue(once.containsAll(first), () -> "missing of " + first + " in " + found);
      }
    } finally {
      stop.set(true);
      assertTrue(written(writer) > 0);
    }
  }

  private int write(AtomicBoolean stop) {
    int written = 0;
    while (!stop.get()) {
      put("new" + written, "'name':[{'family':'Name" + written % 7 + "'}],'birthDate':'2003'");
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

  @Test
  void continuesBehindADeletedResource() {
    for (int i = 0; i < 4; i++) {
      put("" + i, "'active':true");
    }
    JsonNode first = searches.page("Patient?_count=2");
    client.delete("Patient/" + id + "1").expect(204);
    client.delete("Patient/" + id + "2").expect(204);
    String next = Searches.link(first, "next").orElseThrow();

    assertEquals(List.of(id + "3"), Searches.matches(client.get(next).expect(200).json()));
  }

  @Test
  void goesOnFromAnyPageAgain() {
    for (int i = 0; i < 5; i++) {
      put("" + i, "'birthDate':'2000-01-0" + (5 - i) + "'");
    }
    JsonNode first = searches.page("Patient?_count=2&_sort=birthdate");
    String next = Searches.link(first, "next").orElseThrow();
    JsonNode second = client.get(next).expect(200).json();

    assertEquals(List.of(id + "2", id + "1"), Searches.matches(second));
    assertEquals(
        Searches.matches(second),
        Searches.matches(
            client.get(Searches.link(second, "self").orElseThrow()).expect(200).json()));
    assertEquals(Searches.matches(second), Searches.matches(client.get(next).expect(200).json()));
  }

  @Test
  void pagesThroughLargeResourcesWithoutLoss() {
    String narrative = "x".repeat(500_000);
    for (int i = 0; i < 12; i++) {
      put(
          "" + i,
          "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
              + narrative
              + "</div>'}");
    }
    List<JsonNode> pages = searches.pages("Patient?_count=5&" + searches.own());

    assertEquals(3, pages.size());
    for (JsonNode page : pages) {
      for (JsonNode entry : page.path("entry")) {
        assertTrue(entry.path("resource").path("text").path("div").asText().contains(narrative));
      }
    }
    assertEquals(12, pages.stream().mapToInt(page -> Searches.matches(page).size()).sum());
  }

  @Test
  void refusesTokensOfAnotherSort() {
    put("1", "'birthDate':'2000'");
    put("2", "'birthDate':'2001'");
    String next =
        Searches.link(searches.page("Patient?_count=1&_sort=birthdate"), "next").orElseThrow();
    FhirResponse response = client.get(next.replace("_sort=birthdate", "_sort=family"));

    assertEquals(400, response.status());
  }

  @Test
  void hasNoPageBehindAnEmptyResult() {
    JsonNode page = searches.page("Patient?family=nobody&_sort=family");

    assertEquals(Optional.empty(), Searches.link(page, "next"));
  }

  private void put(String name, String content) {
    searches.put("{'resourceType':'Patient','id':'" + id + name + "'," + content + "}");
  }

  private String organization(String name) {
    return Json.read("{'resourceType':'Organization','name':'x','id':'" + id + name + "'}")
        .toString();
  }
}
