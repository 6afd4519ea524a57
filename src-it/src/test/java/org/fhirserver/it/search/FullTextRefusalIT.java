package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.Test;

/** What a server with the default setting says to searches for words. */
@HttpTest
class FullTextRefusalIT {
  private final FhirClient client;
  private final Searches searches;
  private final boolean isDerby;

  FullTextRefusalIT(FhirClient client, Servers servers) {
    this.client = client;
    this.searches = new Searches(client);
    this.isDerby = servers.databaseKind() == DatabaseKind.DERBY;
  }

  @Test
  void searchesNarrativesOnPostgresAlone() {
    searches.put(
        "{'resourceType':'Patient','id':'full-text','text':{'status':'generated','div':"
            + "'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">Suffers from scurvy</div>'}}");
    if (isDerby) {
      assertEquals(
          "The search parameter '_text' cannot be used: it is not supported on this database;"
              + " it needs PostgreSQL.",
          searches.refusal("Patient?_text=scurvy"));
      assertEquals("", FullTextIT.declared(client, "Patient"));
    } else {
      assertEquals("full-text", searches.ids("Patient?_text=scurvy"));
      assertEquals("_text", FullTextIT.declared(client, "Patient"));
    }
  }

  @Test
  void refusesContent() {
    assertEquals(
        "The search parameter '_content' cannot be used: "
            + (isDerby
                ? "it is not supported on this database; it needs PostgreSQL."
                : "'fhir.search.full-text' must be 'content', it is 'narrative'."),
        searches.refusal("Patient?_content=scurvy"));
  }

  @Test
  void warnsIfThatIsWanted() {
    JsonNode bundle =
        client
            .send(
                client
                    .request("Patient?_content=scurvy&_count=1&" + searches.own())
                    .header("Prefer", "handling=lenient")
                    .GET())
            .expect(200)
            .json();

    JsonNode issue = bundle.path("entry").path(0).path("resource").path("issue").path(0);
    assertEquals("warning", issue.path("severity").asText(), bundle.toString());
    assertEquals("not-supported", issue.path("code").asText());
  }
}
