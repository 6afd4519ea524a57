package org.fhirserver.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.Test;

/** Whatever the server acknowledged outlives its sudden death, and nothing is left half done. */
@HttpTest(onOwnServers = true)
class CrashIT {
  private static final int CRASHES = Integer.getInteger("crashes", 1);
  private static final int WRITERS = 4;
  private static final int ACKNOWLEDGED_BEFORE_CRASH = 6;
  private static final int PATIENTS = 20;
  private static final int ENCOUNTERS = 20;
  private static final int OBSERVATIONS = 160;
  private static final Map<String, Integer> WHOLE =
      Map.of("Patient", PATIENTS, "Encounter", ENCOUNTERS, "Observation", OBSERVATIONS);
  private static final Map<String, Integer> ABSENT =
      Map.of("Patient", 0, "Encounter", 0, "Observation", 0);

  private final Set<String> attempted = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void leavesTransactionsWholeOrAbsent(Servers servers) throws Exception {
    try (ServerUnderTest server = servers.start(ServerOptions.defaults())) {
      for (int i = 0; i < CRASHES; i++) {
        writeUntilCrash(server);
        server.restart();
        FhirClient client = FhirClient.of(server);
        for (String tag : attempted) {
          assertWholeOrAbsent(client, tag);
        }
      }
    }
    assertTrue(attempted.size() > acknowledged.size(), "No transaction was interrupted");
  }

  private void writeUntilCrash(ServerUnderTest server) throws InterruptedException {
    FhirClient client = FhirClient.of(server);
    client.token("admin");
    Semaphore done = new Semaphore(0);
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      writers.execute(() -> write(client, done));
    }
    assertTrue(done.tryAcquire(ACKNOWLEDGED_BEFORE_CRASH, 2, TimeUnit.MINUTES));
    server.kill();
    writers.shutdown();
    assertTrue(writers.awaitTermination(1, TimeUnit.MINUTES));
  }

  /** Writes transactions until the server is gone. */
  private void write(FhirClient client, Semaphore done) {
    while (true) {
      String tag = Bundles.id();
      String bundle = transaction(tag);
      attempted.add(tag);
      FhirResponse response;
      try {
        response = client.post("", bundle);
      } catch (java.io.UncheckedIOException gone) {
        return;
      }
      response.expect(200);
      acknowledged.add(tag);
      done.release();
    }
  }

  private static String transaction(String tag) {
    String meta = "'meta':{'tag':[{'system':'urn:crash','code':'" + tag + "'}]}";
    Bundles bundle = Bundles.transaction();
    List<String> patients = new ArrayList<>();
    for (int i = 0; i < PATIENTS; i++) {
      String fullUrl = Bundles.fullUrl();
      patients.add(fullUrl);
      bundle.put(
          fullUrl,
          "{'resourceType':'Patient','id':'"
              + tag
              + "-"
              + i
              + "',"
              + meta
              + ",'name':[{'family':'Crash','given':['A','B']}],'birthDate':'2000-01-02'}");
    }
    for (int i = 0; i < ENCOUNTERS; i++) {
      bundle.post(
          "{'resourceType':'Encounter','status':'finished','class':{'code':'AMB'},"
              + meta
              + ",'subject':{'reference':'"
              + patients.get(i % PATIENTS)
              + "'},"
              + "'period':{'start':'2020-01-01','end':'2020-01-02'}}");
    }
    for (int i = 0; i < OBSERVATIONS; i++) {
      bundle.post(
          "{'resourceType':'Observation','status':'final',"
              + meta
              + ",'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},"
              + "'subject':{'reference':'"
              + patients.get(i % PATIENTS)
              + "'},"
              + "'effectiveDateTime':'2020-01-01','valueQuantity':{'value':"
              + i
              + "}}");
    }
    return bundle.toString();
  }

  private void assertWholeOrAbsent(FhirClient client, String tag) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String type : WHOLE.keySet()) {
      counts.put(type, count(client, type + "?_tag=" + tag));
    }
    boolean stored = counts.get("Patient") > 0;
    assertEquals(stored ? new TreeMap<>(WHOLE) : new TreeMap<>(ABSENT), counts, tag);
    assertTrue(stored || !acknowledged.contains(tag), () -> "Lost: " + tag);
    // By the table of resources as well as by the index.
    for (int i = 0; i < PATIENTS; i += 7) {
      String id = tag + "-" + i;
      assertEquals(stored ? 200 : 404, client.get("Patient/" + id).status(), id);
      assertEquals(
          stored ? OBSERVATIONS / PATIENTS : 0,
          count(client, "Observation?_tag=" + tag + "&subject=Patient/" + id));
    }
  }

  private static int count(FhirClient client, String search) {
    return client.get(search + "&_summary=count").expect(200).json().path("total").asInt();
  }
}
