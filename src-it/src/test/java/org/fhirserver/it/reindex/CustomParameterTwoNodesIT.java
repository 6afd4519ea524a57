package org.fhirserver.it.reindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Parallel;
import org.fhirserver.it.RunningServer;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A parameter that comes on one node while others write on another one: pains 28. */
@HttpTest
class CustomParameterTwoNodesIT {
  private static final int BEFORE = 1000;
  private static final int WRITERS = 4;

  @Test
  @DisplayName("Pains 28 whatever either node writes meanwhile is found, and no answer is a part")
  void whateverIsWrittenMeanwhileIsFound(Servers servers) {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby serves one process");
    RunningServer shared = servers.shared();
    try (ServerUnderTest other =
        servers.startBeside(shared, ServerOptions.defaults().withHeap("384m"))) {
      FhirClient first = FhirClient.of(shared);
      FhirClient second = FhirClient.of(other);
      CustomParameters own = new CustomParameters(first);
      own.store(1, BEFORE, "old");
      String search = "Patient?" + own.word + "=old,new";
      AtomicBoolean isOver = new AtomicBoolean();
      AtomicInteger created = new AtomicInteger();

      List<Integer> found =
          Parallel.run(
              WRITERS + 2,
              number -> {
                if (number >= WRITERS) {
                  FhirClient reader = number == WRITERS ? first : second;
                  int seen = search(reader, own, search, created, number == WRITERS);
                  isOver.set(true);
                  return seen;
                }
                write(number % 2 == 0 ? second : first, own, number, created, isOver);
                return 0;
              });

      assertTrue(found.get(WRITERS) >= BEFORE, found.toString());
      int all = BEFORE + created.get();
      assertEquals(all, CustomParameters.count(first, search));
      CustomParameters.await(() -> second.get(search).status() == 200);
      assertEquals(all, CustomParameters.count(second, search));
      assertEquals(0, CustomParameters.count(first, "Patient?" + own.word + "=none"));
    }
  }

  /** Creates patients and changes old ones until it is over. */
  private static void write(
      FhirClient client,
      CustomParameters own,
      int writer,
      AtomicInteger created,
      AtomicBoolean isOver) {
    for (int i = 0; !isOver.get() || i < 20; i++) {
      String id = own.word + "-w" + writer + "-" + i;
      client.put("Patient/" + id, own.patient(id, "new").toString()).expect(201);
      created.incrementAndGet();
      String old = own.word + "-" + (1 + (i * WRITERS + writer) % BEFORE);
      client.put("Patient/" + old, own.patient(old, "new").toString());
    }
  }

  /** Searches until it is answered; what is found is never less than what was there before. */
  private static int search(
      FhirClient client,
      CustomParameters own,
      String search,
      AtomicInteger created,
      boolean defines) {
    if (defines) {
      CustomParameters.await(() -> created.get() >= 20);
      own.put(own.definition(own.word, "string", own.expression())).expect(201);
    }
    AtomicInteger found = new AtomicInteger();
    CustomParameters.await(
        () -> {
          int before = BEFORE + created.get();
          FhirResponse response = client.get(search + "&_summary=count");
          if (response.status() == 400) {
            return false;
          }
          found.set(response.expect(200).json().path("total").asInt());
          assertTrue(found.get() >= before, found + " of " + before);
          return true;
        });
    return found.get();
  }
}
