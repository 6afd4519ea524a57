package org.fhirserver.it.reindex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that dies while it indexes goes on afterwards: pains 26, J2 of reliability. */
@HttpTest(onOwnServers = true)
class SearchParameterCrashIT {
  private static final int PATIENTS = 1500;

  @Test
  @DisplayName("Pains 26 the backfill of a parameter goes on after a crash, and nothing is missing")
  void backfillGoesOnAfterCrash(Servers servers) {
    ServerOptions slow = ServerOptions.defaults().with("FHIR_JOB_TIME_SHARE", "10");
    try (ServerUnderTest server = servers.start(slow)) {
      FhirClient client = FhirClient.of(server);
      CustomParameters own = new CustomParameters(client);
      own.store(1, PATIENTS, "red");
      own.put(own.definition(own.word, "string", own.expression())).expect(201);
      String search = "Patient?" + own.word + "=red";
      CustomParameters.await(() -> isUnderWay(client, search));
      server.kill();
      server.restart();

      FhirClient again = FhirClient.of(server);
      assertFalse(
          again.get(search).status() == 200 && CustomParameters.count(again, search) < PATIENTS);
      CustomParameters.await(() -> CustomParameters.isReady(again, search));
      assertEquals(PATIENTS, CustomParameters.count(again, search));
    }
  }

  private static boolean isUnderWay(FhirClient client, String search) {
    FhirResponse response = client.get(search).expect(400);
    return !response.body().contains(": 0 % of");
  }
}
