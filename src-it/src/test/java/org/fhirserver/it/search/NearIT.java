package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Finds locations by their distance.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#positional">Positional searching</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NearIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  NearIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    put("berlin", "52.5200", "13.4050");
    put("potsdam", "52.3906", "13.0645");
    put("fiji", "-17.7134", "178.0650");
    put("samoa", "-13.7590", "-172.1046");
    put("pole", "90", "0");
    put("camp", "89.95", "-120.5");
    searches.put("{'resourceType':'Location','id':'" + id + "nowhere','name':'nowhere'}");
  }

  private void put(String name, String latitude, String longitude) {
    searches.put(
        "{'resourceType':'Location','id':'%s','position':{'latitude':%s,'longitude':%s}}"
            .formatted(id + name, latitude, longitude));
  }

  private String found(String query) {
    return searches.ids("Location?" + query).replace(id, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        // Berlin and Potsdam are 27.2 km apart, Fiji and Samoa 1,145 km, camp and pole 5.6 km.
        "52.52|13.405|0|km => berlin",
        "52.52|13.405|27|km => berlin",
        "52.52|13.405|28|km => berlin potsdam",
        "52.52|13.405 => berlin potsdam",
        "52.52|13.405|28000|m => berlin potsdam",
        "52.52|13.405|16|mi => berlin",
        "52.52|13.405|17|[mi_i] => berlin potsdam",
        "-17.7134|178.0650|1100|km => fiji",
        "-17.7134|178.0650|1200|km => fiji samoa",
        "-13.7590|-172.1046|1200|km => fiji samoa",
        "89.95|60|12|km => camp pole",
        "89.95|60|10|km => pole",
        "90|77|5|km => pole",
        "90|-180|6|km => camp pole",
        "52.52|13.405|1|km,-17.7|178|10|km => berlin fiji",
        "0|0|30000|km => berlin camp fiji pole potsdam samoa",
        "0|0|1|km => ''",
      })
  void findsLocationsNearby(String value, String names) {
    assertEquals(names, found("near=" + Searches.encoded(value)));
  }

  @Test
  void combinesWithOtherConditions() {
    String near = "near=52.52%7C13.405";
    assertEquals("nowhere", found("near:missing=true"));
    assertEquals("berlin camp fiji pole potsdam samoa", found("near:missing=false"));
    assertEquals("potsdam", found(near + "&_id:not=" + id + "berlin"));
    assertEquals("potsdam", found(near + "&near=52.39%7C13.06%7C5"));
    assertEquals(2, searches.count("Location?" + near));
  }

  @Test
  void followsLocationsThatMove() {
    Searches own = new Searches(client);
    String van = "{'resourceType':'Location','id':'" + id + "van','position':{'latitude':40,";
    own.put(van + "'longitude':10}}");
    own.put(van + "'longitude':20}}");

    assertEquals("", own.ids("Location?near=40%7C10"));
    assertEquals(id + "van", own.ids("Location?near=40%7C20"));
  }
}
