package org.fhirserver.it.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;

/** Whether a server has what it acknowledged, and only whole resources. */
final class KeptWrites {
  private static final int IDENTIFIERS_OF_ONE_SEARCH = 100;

  private KeptWrites() {}

  /**
   * Reads, lists and finds all that was written; what was under way at the end may be there or not.
   */
  static void assertKept(FhirClient client, List<WriteLedger> ledgers) {
    for (WriteLedger ledger : ledgers) {
      assertCreatesAreKept(client, ledger);
      assertVersionsAreKept(client, ledger);
    }
    assertSearchFindsWhatIsThere(client, ledgers);
  }

  private static void assertCreatesAreKept(FhirClient client, WriteLedger ledger) {
    for (FhirResponse created : ledger.created().values()) {
      String path = "Patient/" + created.json().path("id").asText();
      assertEquals(created.body(), client.get(path).expect(200).body());
      assertEquals(created.body(), client.get(path + "/_history/1").expect(200).body());
    }
  }

  private static void assertVersionsAreKept(FhirClient client, WriteLedger ledger) {
    String path = "Patient/" + ledger.updatedId();
    int told = ledger.versions().size();
    assertEquals(
        IntStream.rangeClosed(1, told).boxed().toList(), List.copyOf(ledger.versions().keySet()));
    ledger
        .versions()
        .forEach(
            (version, body) ->
                assertEquals(body, client.get(path + "/_history/" + version).expect(200).body()));
    int kept =
        client.get(path + "/_history?_summary=count").expect(200).json().path("total").asInt();
    assertTrue(
        kept == told || kept == told + 1 && ledger.unknownUpdate().isPresent(),
        kept + " versions of " + told);
  }

  /** Each resource is found by its identifier and by none that it had before. */
  private static void assertSearchFindsWhatIsThere(FhirClient client, List<WriteLedger> ledgers) {
    Set<String> expected = new HashSet<>();
    Set<String> possible = new HashSet<>();
    for (WriteLedger ledger : ledgers) {
      expected.addAll(ledger.created().keySet());
      expected.add(identifier(client.get("Patient/" + ledger.updatedId()).expect(200).json()));
      ledger.unknownCreate().ifPresent(possible::add);
    }

    Set<String> found = find(client, ledgers);

    assertEquals(Set.of(), without(expected, found), "Not found");
    assertEquals(Set.of(), without(without(found, expected), possible), "Found without reason");
  }

  private static Set<String> find(FhirClient client, List<WriteLedger> ledgers) {
    List<String> sent = ledgers.stream().flatMap(ledger -> ledger.sent().stream()).toList();
    Set<String> found = new HashSet<>();
    for (int from = 0; from < sent.size(); from += IDENTIFIERS_OF_ONE_SEARCH) {
      List<String> some =
          sent.subList(from, Math.min(sent.size(), from + IDENTIFIERS_OF_ONE_SEARCH));
      String query = "Patient?_count=1000&identifier=" + String.join(",", some);
      for (JsonNode entry : client.get(query).expect(200).json().path("entry")) {
        JsonNode patient = entry.path("resource");
        assertTrue(some.contains(identifier(patient)), "Found by another: " + patient);
        assertTrue(found.add(identifier(patient)), "Found twice: " + patient);
        String path = "Patient/" + patient.path("id").asText();
        assertEquals(client.get(path).expect(200).json(), patient);
      }
    }
    return found;
  }

  private static String identifier(JsonNode patient) {
    return patient.path("identifier").path(0).path("value").asText();
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    return some.stream().filter(one -> !others.contains(one)).collect(Collectors.toSet());
  }
}
