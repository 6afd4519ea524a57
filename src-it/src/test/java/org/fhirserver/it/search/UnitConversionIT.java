package org.fhirserver.it.search;

import static org.fhirserver.it.search.Searches.encoded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Quantities are found in all comparable units of UCUM.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">Quantity search</a>
 */
@HttpTest
class UnitConversionIT {
  private static final String UCUM = "http://unitsofmeasure.org";

  private final Searches searches;
  private final String run = UUID.randomUUID().toString();

  UnitConversionIT(FhirClient client) {
    this.searches = new Searches(client);
  }

  @ParameterizedTest
  @DisplayName("UCUM: a search value finds what is the same in another unit, by its own precision")
  @CsvSource({
    "5400, mg, 5.4, g, true",
    "5350, mg, 5.4, g, true",
    "5349, mg, 5.4, g, false",
    "5449.999, mg, 5.4, g, true",
    "5450, mg, 5.4, g, false",
    "5450, mg, 5.40, g, false",
    "5400, mg, ne5.4, g, false",
    "5450, mg, ne5.4, g, true",
    "1, [lb_av], gt453, g, true",
    "1, [lb_av], lt453, g, false",
    "1, [lb_av], 453.59237, g, true",
    "1, [lb_av], 453.59238, g, false",
    "453.59237, g, ge1, [lb_av], true",
    "453.59237, g, gt1, [lb_av], false",
    "453.59236, g, ge1, [lb_av], false",
    "37, Cel, 310.15, K, true",
    "37, Cel, 98.6, [degF], true",
    "98.6, [degF], gt37, Cel, false",
    "98.6, [degF], ge37.0, Cel, true",
    "-40, Cel, le-40, [degF], true",
    "6.2, 10*9/L, 6.2, 10*3/uL, true",
    "72, {beats}/min, 72, /min, false",
    "72, {beats}/min, 1.2, {beats}/s, true",
    "5.5, mmol/L, gt1, 10*9/L, false",
    "100, [iU], 100, [CFU], false",
    "100, [iU]/L, 0.1, k[IU]/L, true",
    "7.4, [pH], gt1, mol/L, false",
    "5.4, gram, 5.4, gram, true",
    "5.4, gram, 5.4, g, false",
    "5.4, g, 5.4, gram, false"
  })
  void findsTheSameInAnotherUnit(
      String stored, String storedUnit, String asked, String askedUnit, boolean found) {
    searches.put(observation("o", "'valueQuantity':" + quantity(stored, storedUnit)));
    String value = asked + "|" + UCUM + "|" + askedUnit;

    for (String parameter : new String[] {"value-quantity", "combo-value-quantity"}) {
      String query = "Observation?" + parameter + "=" + encoded(value);
      assertEquals(found ? id("o") : "", searches.ids(query), query);
      assertEquals(found ? 1 : 0, searches.count(query), query);
    }
    String composite = "Observation?code-value-quantity=" + encoded("urn:c|" + run + "$" + value);
    assertEquals(found ? id("o") : "", searches.ids(composite), composite);
  }

  @Test
  @DisplayName("UCUM: only the system of UCUM makes units comparable")
  void comparesOtherSystemsAsTheyAreWritten() {
    searches.put(observation("o", "'valueQuantity':" + quantity("5400", "mg")));

    assertEquals("", searches.ids("Observation?value-quantity=5.4%7C%7Cg"));
    assertEquals("", searches.ids("Observation?value-quantity=5.4%7Chttp://other.example%7Cg"));
    assertEquals(id("o"), searches.ids("Observation?value-quantity=5400%7C%7Cmg"));
    assertEquals(id("o"), searches.ids("Observation?value-quantity=5400"));
  }

  @Test
  @DisplayName("UCUM: composites within a component pair its code with the converted value")
  void convertsWithinComponents() {
    String component = "{'code':{'coding':[{'system':'urn:c','code':'%s'}]},'valueQuantity':%s}";
    searches.put(
        observation(
            "two",
            "'component':["
                + component.formatted("a", quantity("16", "kPa"))
                + ","
                + component.formatted("b", quantity("80", "mm[Hg]"))
                + "]"));
    String composite = "Observation?component-code-value-quantity=";

    assertEquals(id("two"), searches.ids(composite + encoded("urn:c|a$120|" + UCUM + "|mm[Hg]")));
    assertEquals("", searches.ids(composite + encoded("urn:c|b$120|" + UCUM + "|mm[Hg]")));
    assertEquals(id("two"), searches.ids(composite + encoded("urn:c|b$lt11|" + UCUM + "|kPa")));
    assertEquals("", searches.ids(composite + encoded("urn:c|a$lt11|" + UCUM + "|kPa")));
  }

  @Test
  @DisplayName("UCUM: chains, reverse chains, ranges and ages convert too")
  void convertsInChainsRangesAndAges() {
    searches.put("{'resourceType':'Patient','id':'" + id("p") + "'}");
    String subject = ",'subject':{'reference':'Patient/" + id("p") + "'}";
    searches.put(observation("o", "'valueQuantity':" + quantity("81.5", "kg") + subject));
    searches.put(
        "{'resourceType':'Condition','id':'%s','onsetAge':%s%s}"
            .formatted(id("age"), quantity("18", "mo"), subject));
    searches.put(
        "{'resourceType':'Condition','id':'%s','onsetRange':{'low':%s,'high':%s}%s}"
            .formatted(id("range"), quantity("1", "a"), quantity("2", "a"), subject));
    String years = encoded("1.5|" + UCUM + "|a");

    assertEquals(
        id("p"),
        searches.ids(
            "Patient?_has:Observation:patient:value-quantity="
                + encoded("gt81400|" + UCUM + "|g")));
    assertEquals(id("age"), searches.ids("Condition?onset-age=" + years));
    assertEquals(
        id("age") + " " + id("range"),
        searches.ids("Condition?onset-age=" + encoded("gt12|" + UCUM + "|mo")));
    assertEquals(
        id("range"), searches.ids("Condition?onset-age=" + encoded("gt18|" + UCUM + "|mo")));
  }

  @Test
  @DisplayName("UCUM: a unit that was never there before is found as soon as it is stored")
  void findsNewUnitsAtOnce() {
    String query = "Observation?value-quantity=" + encoded("12|" + UCUM + "|g");
    for (int i = 1; i <= 5; i++) {
      assertEquals(i - 1, searches.count(query));
      searches.put(observation("n" + i, "'valueQuantity':" + quantity("12000", newMilligram(i))));
    }
    assertEquals(5, searches.count(query));
    searches.put(observation("n1", "'valueQuantity':" + quantity("13000", newMilligram(0))));
    assertEquals(4, searches.count(query));
  }

  @Test
  @DisplayName("UCUM: a transaction finds the new units that it has written")
  void findsNewUnitsWithinTheirTransaction() {
    String query = "Observation?_id=" + id("t") + "&value-quantity=" + encoded("12|" + UCUM + "|g");
    assertEquals(0, searches.count(query));
    String entries =
        "[{'resource':%s,'request':{'method':'PUT','url':'Observation/%s'}},"
            + "{'request':{'method':'GET','url':'%s'}}]";
    String body =
        Json.readObject(
                "{'resourceType':'Bundle','type':'transaction','entry':"
                    + entries.formatted(
                        observation("t", "'valueQuantity':" + quantity("12000", newMilligram(6))),
                        id("t"),
                        query)
                    + "}")
            .toString();

    JsonNode answer = searches.client().post("", body).expect(200).json();

    JsonNode found = answer.path("entry").path(1).path("resource");
    assertEquals(1, found.path("total").asInt(), found.toString());
  }

  @ParameterizedTest
  @DisplayName("UCUM: whatever is sent as a unit is compared or refused, never an error inside")
  @CsvSource({
    "[pi]99.[pi]99.[pi]99",
    "10*99.10*99.10*99.10*99.10*99.10*99",
    "((((((((((((((((((((m",
    "m99999999999",
    "1/0.m",
    "0.m",
    "Cel.Cel",
    "10*-99/[pi]99"
  })
  void standsOddUnits(String unit) {
    searches.put(observation("o", "'valueQuantity':" + quantity("1", "m")));
    String value = encoded("lt1e300|" + UCUM + "|" + unit);

    assertTrue(searches.count("Observation?value-quantity=" + value) <= 1);
  }

  private String observation(String name, String members) {
    return ("{'resourceType':'Observation','id':'%s','status':'final',"
            + "'code':{'coding':[{'system':'urn:c','code':'%s'}]},%s}")
        .formatted(id(name), run, members);
  }

  /** Another unit for each number and test: UCUM takes any factor. */
  private String newMilligram(int number) {
    int factor = 10 * Math.floorMod(run.hashCode(), 10_000_000) + number + 2;
    return "mg.%d/%d".formatted(factor, factor);
  }

  private static String quantity(String value, String unit) {
    return "{'value':%s,'system':'%s','code':'%s'}".formatted(value, UCUM, unit);
  }

  private String id(String name) {
    return name + "-" + run.substring(0, 8);
  }
}
