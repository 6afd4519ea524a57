package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.PostgresUnderTest;
import org.fhirserver.it.Samples;
import org.fhirserver.it.ServerOptions;
import org.fhirserver.it.ServerUnderTest;
import org.fhirserver.it.Servers;
import org.fhirserver.it.Servers.DatabaseKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches for words, where all text is indexed.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#content">Searching on the whole content</a>
 */
@HttpTest(onOwnServers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullTextIT {
  private static final String SETTING = "FHIR_SEARCH_FULL_TEXT";

  private final Servers servers;
  private final String id = Samples.newId().substring(0, 8) + "-";
  private Optional<ServerUnderTest> server = Optional.empty();
  private FhirClient client;
  private Searches searches;

  FullTextIT(Servers servers) {
    this.servers = servers;
  }

  @BeforeAll
  void startAndStore() {
    assumeTrue(servers.databaseKind() == DatabaseKind.POSTGRESQL, "Derby has no full text search");
    ServerUnderTest started =
        servers.start(ServerOptions.defaults().withHeap("384m").with(SETTING, "content"));
    server = Optional.of(started);
    client = FhirClient.of(started);
    searches = new Searches(client);
    put(
        "Patient",
        "ada",
        "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"
            + "<p>Suffers from <b>hyper</b>tension</p><p>and an old&nbsp;fracture "
            + "<!-- secret --> of the <i title=\\\"hidden\\\">knee</i></p></div>'},"
            + "'name':[{'family':'Gödel','text':'Ada von Gödel'}],"
            + "'address':[{'line':['Hauptstraße 12'],'city':'Ürümqi'}],"
            + "'identifier':[{'system':'urn:secret-system','value':'MRN 4711'}]");
    put(
        "Patient",
        "bo",
        "'name':[{'family':'Old','given':['Knee']}],'contact':[{'name':{'text':'心臓 太郎'}}],"
            + "'extension':[{'url':'http://example.org/hobby','valueString':'Chess player'}]");
    put(
        "Observation",
        "scan",
        "'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'30746-2',"
            + "'display':'X-ray of knee'}]},'subject':{'reference':'Patient/"
            + id
            + "ada'},'device':{'reference':'#d'},'note':[{'text':'No fracture of the **old** kind; 5.4 cm'}],"
            + "'contained':[{'resourceType':'Device','id':'d','deviceName':"
            + "[{'name':'Röntgen 9000','type':'model-name'}]}]");
  }

  @AfterAll
  void stop() {
    server.ifPresent(ServerUnderTest::close);
  }

  private void put(String type, String name, String content) {
    put(searches, type, name, content);
  }

  private void put(Searches own, String type, String name, String content) {
    own.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient?_text=fracture => ada",
        "Patient?_text=HYPERTENSION => ada",
        "Patient?_text=hyper => ``",
        "Patient?_text=old fracture => ada",
        "Patient?_text=fracture old => ada",
        "Patient?_text=\"old fracture\" => ada",
        "Patient?_text=\"fracture old\" => ``",
        "Patient?_text=hypertension and => ada",
        "Patient?_text=secret,hidden,title => ``",
        "Patient?_text=godel => ``",
        "Patient?_content=godel => ada",
        "Patient?_content=GÖDEL => ada",
        "Patient?_content=hauptstraße => ada",
        "Patient?_content=\"hauptstrasse 12\" => ``",
        "Patient?_content=urumqi => ada",
        "Patient?_content=\"mrn 4711\" => ada",
        "Patient?_content=secret => ``",
        "Patient?_content=old knee => ada bo",
        "Patient?_content=old knee -hypertension => bo",
        "Patient?_content=hypertension or chess => ada bo",
        "Patient?_content=hypertension,chess => ada bo",
        "Patient?_content=-hypertension => bo",
        "Patient?_content=hobby => ``",
        "Patient?_content=心臓 => bo",
        "Patient?_content=心太 => ``",
        "Patient?_content=\"old knee\" => ``",
        "Observation?_content=x-ray => scan",
        "Observation?_content=ray => scan",
        "Observation?_content=5.4 => scan",
        "Observation?_content=4.5 => ``",
        "Observation?_content=rontgen => scan",
        "Observation?_content=final => ``",
        "Observation?_content=ada => ``",
        "Observation?_content=\"knee no\" => ``",
        "Observation?_content=knee&code=30746-2 => scan",
        "Observation?_content=knee&code=1 => ``",
        "Observation?patient._content=chess => ``",
        "Observation?patient._text=fracture => scan",
        "Observation?subject._content=godel&_content=fracture -chess => scan",
        "Patient?_has:Observation:patient:_content=fracture => ada",
        "Patient?_filter=_content co \"knee\" and not(_text co fracture) => bo",
        "Patient?_content=knee&_sort=-family => ada bo",
      })
  void findsWords(String query, String names) {
    List<String> expected = new ArrayList<>();
    for (String name : names.split(" ")) {
      if (!name.isEmpty()) {
        expected.add(id + name);
      }
    }
    String[] parts = query.split("=", 2);
    String value = parts[1].contains("&") ? parts[1] : Searches.encoded(parts[1]);

    assertEquals(
        String.join(" ", expected),
        searches.ids(parts[0] + "=" + value.replace(" ", "%20").replace("\"", "%22")));
  }

  @Test
  void followsUpdatesAndDeletions() throws SQLException {
    Searches own = new Searches(client);
    String key = "Patient/" + id + "dynamic";
    put(own, "Patient", "dynamic", "'name':[{'text':'wombat'}]");
    assertEquals(id + "dynamic", own.ids("Patient?_content=wombat"));

    put(own, "Patient", "dynamic", "'name':[{'text':'numbat'}],'active':true");
    assertEquals("", own.ids("Patient?_content=wombat"));
    assertEquals(id + "dynamic", own.ids("Patient?_content=numbat"));

    put(own, "Patient", "dynamic", "'name':[{'text':'numbat'}],'active':false");
    assertEquals(id + "dynamic", own.ids("Patient?_content=numbat"));

    put(own, "Patient", "dynamic", "'active':false");
    assertEquals("", own.ids("Patient?_content=numbat"));

    put(own, "Patient", "dynamic", "'name':[{'text':'quokka'}]");
    client.delete(key).expect(204);
    assertEquals("", own.ids("Patient?_content=quokka"));
    put(own, "Patient", "dynamic", "'name':[{'text':'quokka'}]");
    client.delete(key + "?hardDelete=true").expect(204);
    assertEquals(0, rowsOfNoResource());
  }

  private int rowsOfNoResource() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from index_text where resource_key not in"
                    + " (select resource_key from resource)")) {
      result.next();
      return result.getInt(1);
    }
  }

  private Connection connection() throws SQLException {
    return ((PostgresUnderTest.Database) server.orElseThrow().database()).connect();
  }

  @Test
  void isOneWithItsTransaction() {
    Searches own = new Searches(client);
    String word = "w" + Samples.newId().substring(0, 8);
    String patient = own.tagged("{'resourceType':'Patient','name':[{'text':'" + word + "'}]}");
    String search = "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?_content=" + word + "\"}}";

    FhirResponse refused =
        client.post("", transaction(created(patient), created("{\"resourceType\":\"Nothing\"}")));
    assertEquals(400, refused.status());
    assertEquals("", own.ids("Patient?_content=" + word));

    JsonNode answer = client.post("", transaction(created(patient), search)).expect(200).json();
    JsonNode found = answer.path("entry").path(1).path("resource");
    assertEquals(1, found.path("total").asInt(), answer.toString());
  }

  private static String created(String resource) {
    return "{\"request\":{\"method\":\"POST\",\"url\":\"Patient\"},\"resource\":" + resource + "}";
  }

  private static String transaction(String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  @Test
  void storesTextsBeyondTheLimitsOfTheIndex() {
    StringBuilder words = new StringBuilder("first ");
    for (int i = 0; i < 100_000; i++) {
      words.append("w").append(i).append(' ');
    }
    put("Basic", "huge", "'code':{'text':'" + words + "'}");
    put("Basic", "same", "'code':{'text':'" + "same ".repeat(20_000) + "last'}");
    put("Basic", "word", "'code':{'text':'" + "ä".repeat(5_000) + "'}");

    assertEquals(id + "huge", searches.ids("Basic?_content=first%20w20000"));
    assertEquals(id + "same", searches.ids("Basic?_content=same%20last"));
    assertEquals(id + "word", searches.ids("Basic?_content=" + "a".repeat(5_000)));
  }

  @Test
  void declaresWhatItSearches() {
    assertEquals("_content _text", declared(client, "Patient"));
    assertEquals("_content", declared(client, "Bundle"));
  }

  @Test
  void refusesToSearchWhatAnotherNodeLeavesOut() throws SQLException {
    ServerOptions options = ServerOptions.defaults().withHeap("384m").with(SETTING, "narrative");
    try (ServerUnderTest lower = servers.startBeside(server.orElseThrow(), options)) {
      FhirClient.of(lower).get("Patient?_text=x").expect(200);

      assertEquals("_text", declared(client, "Patient"));
      client.get("Patient?_text=x").expect(200);
      assertEquals(
          "The search parameter '_content' cannot be used: there are resources from before"
              + " 'fhir.search.full-text' was 'content'; they must be indexed anew ($reindex).",
          refusal(client, "Patient?_content=x"));
    } finally {
      declareComplete();
    }
    client.get("Patient?_content=x").expect(200);
  }

  /** What indexing everything anew ends with. */
  private void declareComplete() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update full_text_level set level = 2");
    }
  }

  private static String refusal(FhirClient client, String query) {
    JsonNode outcome = client.get(query).expect(400).json();
    return outcome.path("issue").path(0).path("diagnostics").asText();
  }

  /** The full text parameters that the server declares for a type. */
  static String declared(FhirClient client, String type) {
    List<String> names = new ArrayList<>();
    JsonNode statement = client.get("metadata").expect(200).json();
    for (JsonNode resource : statement.path("rest").path(0).path("resource")) {
      for (JsonNode parameter : resource.path("searchParam")) {
        String name = parameter.path("name").asText();
        if (resource.path("type").asText().equals(type)
            && (name.equals("_text") || name.equals("_content"))) {
          names.add(name);
        }
      }
    }
    names.sort(null);
    return String.join(" ", names);
  }
}
