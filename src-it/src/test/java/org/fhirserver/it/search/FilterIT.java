package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches by filter, compared with ordinary searches and with what the resources say.
 *
 * @see <a href="https://hl7.org/fhir/R4/search_filter.html">_filter</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterIT {
  private static final int RANDOM_FILTERS = 60;
  private static final List<String> PATIENTS = List.of("anna", "bert", "cleo", "dora", "emil");

  private final FhirClient client;
  private final Searches searches;
  private final String id = Samples.newId().substring(0, 8) + "-";

  FilterIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    put("Organization", "clinic", "'name':'Clinic of Zürich'");
    put(
        "Patient",
        "anna",
        "'name':[{'family':'Müller','given':['Anna','Maria']}],'gender':'female','active':true,"
            + "'birthDate':'1970-05-10','identifier':[{'system':'urn:a','value':'17'}],"
            + "'managingOrganization':{'reference':'Organization/"
            + id
            + "clinic'}");
    put(
        "Patient",
        "bert",
        "'name':[{'family':'Muller-Lüdenscheidt','given':['Bert']}],'gender':'male',"
            + "'birthDate':'1980-02','identifier':[{'system':'urn:b','value':'17'},"
            + "{'system':'urn:a','value':'18'}]");
    put("Patient", "cleo", "'name':[{'family':'de la Cruz, \\\"Cleo\\\"'}],'birthDate':'1980'");
    put("Patient", "dora", "'active':false,'gender':'other'");
    put("Patient", "emil", "'name':[{'family':'" + "long ".repeat(40) + "End'}],'active':true");
    observation(
        "sugar",
        "anna",
        "15074-8",
        "'valueQuantity':{'value':5.4,'code':'mmol/L',"
            + "'system':'http://unitsofmeasure.org'},'effectiveDateTime':'2020-03-01T12:00:00Z'");
    observation(
        "weight",
        "anna",
        "29463-7",
        "'valueQuantity':{'value':70,'code':'kg',"
            + "'system':'http://unitsofmeasure.org'},"
            + "'effectivePeriod':{'start':'2020-01-01','end':'2020-12-31'}");
    observation("note", "bert", "8480-6", "'effectivePeriod':{'start':'2020-06-01'}");
    put(
        "Observation",
        "lost",
        "'status':'final','code':{'text':'x'},"
            + "'subject':{'reference':'http://other.example/Patient/1'}");
  }

  private void observation(String name, String patient, String code, String more) {
    put(
        "Observation",
        name,
        "'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'"
            + code
            + "'}]},'subject':{'reference':'Patient/"
            + id
            + patient
            + "'},"
            + more);
  }

  private void put(String type, String name, String content) {
    searches.put("{'resourceType':'" + type + "','id':'" + id + name + "'," + content + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient: family co \"ULL\" => family:contains=ull",
        "Patient: family sw \"mul\" => family=mul",
        "Patient: given eq \"anna\" and birthdate ge 1970-05-10 => given=anna&birthdate=ge1970-05-10",
        "Patient: family sw \"de la Cruz, \\\"C\" => family=de la Cruz\\, \"C",
        "Patient: identifier eq urn:a|17 => identifier=urn:a|17",
        "Patient: identifier eq 17 => identifier=17",
        "Patient: not(gender eq male) => gender:not=male",
        "Patient: gender pr true => gender:missing=false",
        "Patient: gender pr false => gender:missing=true",
        "Patient: birthdate eq 1980 => birthdate=1980",
        "Patient: birthdate ne 1980 => birthdate=ne1980",
        "Patient: birthdate lt 1980-02 => birthdate=lt1980-02",
        "Patient: birthdate sa 1970 => birthdate=sa1970",
        "Patient: birthdate eb 1980 => birthdate=eb1980",
        "Patient: organization.name sw clinic => organization.name=clinic",
        "Patient: _has:Observation:patient:code eq loinc|29463-7 =>"
            + " _has:Observation:patient:code=http://loinc.org|29463-7",
        "Observation: value-quantity gt 5.4 => value-quantity=gt5.4",
        "Observation: value-quantity eq 5.4|ucum|mmol/L =>"
            + " value-quantity=5.4|http://unitsofmeasure.org|mmol/L",
        "Observation: value-quantity ne 70 => value-quantity=ne70",
        "Observation: value-quantity ap 5.5 => value-quantity=ap5.5",
        "Observation: code eq loinc|8480-6 or code eq loinc|15074-8 =>"
            + " code=http://loinc.org|8480-6,http://loinc.org|15074-8",
        "Observation: code-value-quantity eq loinc|29463-7$gt60 =>"
            + " code-value-quantity=http://loinc.org|29463-7$gt60",
        "Observation: subject re http://other.example/Patient/1 =>"
            + " subject=http://other.example/Patient/1",
        "Observation: patient.identifier eq urn:a|17 and status eq final =>"
            + " patient.identifier=urn:a|17&status=final",
        "Observation: subject:Patient.organization.name co zurich =>"
            + " subject:Patient.organization.name:contains=zurich",
      })
  void findsWhatTheOrdinarySearchFinds(String filter, String query) {
    String type = filter.substring(0, filter.indexOf(':'));
    String expected = searches.ids(type + "?" + encodedValues(query));

    assertFalse(expected.isEmpty());
    assertEquals(expected, found(filter));
  }

  private static String encodedValues(String query) {
    List<String> encoded = new ArrayList<>();
    for (String parameter : query.split("&")) {
      String[] parts = parameter.split("=", 2);
      encoded.add(parts[0] + "=" + Searches.encoded(parts[1]));
    }
    return String.join("&", encoded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "Patient: family eq \"muller\" => anna",
        "Patient: family eq \"mul\" => ``",
        "Patient: given eq MARIA => anna",
        "Patient: family ne \"MÜLLER\" => bert cleo emil",
        "Patient: not(family eq \"müller\") => bert cleo dora emil",
        "Patient: given ne anna => anna bert",
        "Patient: family ew \"ludenscheidt\" => bert",
        "Patient: family ew \"\\\"\" => cleo",
        "Patient: family ew end => emil",
        "Patient: family ew \"%\" => ``",
        "Patient: family gt muller => bert",
        "Patient: family ge muller => anna bert",
        "Patient: family lt muller => cleo emil",
        "Patient: family le \"Müller\" => anna cleo emil",
        "Patient: gender ne male => anna dora",
        "Patient: identifier ne urn:a|17 => bert",
        "Patient: identifier ne urn:a| => bert",
        "Patient: birthdate po 1980-02-29 => bert cleo",
        "Patient: birthdate co 1980-02-29 => bert cleo",
        "Patient: birthdate po 1980 => bert cleo",
        "Patient: birthdate co 1980 => cleo",
        "Patient: birthdate pr false => dora emil",
        "Patient: active eq true or gender eq male and birthdate pr true => anna bert",
        "Patient: active eq true or (gender eq male and birthdate pr true) => anna bert emil",
        "Patient: not(not(gender eq male)) => bert",
        "Patient: not(gender eq male or active eq true) => cleo dora",
        "Observation: date co 2020-03-01T12:00:00Z => sugar weight",
        "Observation: date po 2020-06 => note weight",
        "Observation: patient[gender eq female].family sw mull => sugar weight",
        "Observation: patient[gender eq male].family eq muller => ``",
        "Observation: patient[not(active pr true)].gender eq male => note",
        "Observation: not(patient.gender eq female) => lost note",
        "Observation: code ne loinc|8480-6 => sugar weight",
        "Observation: subject ne http://other.example/Patient/1 => note sugar weight",
        "Patient: organization.name pr true => anna",
        "Patient: _has:Observation:patient:value-quantity pr true => anna",
      })
  void findsWhatTheResourcesSay(String filter, String names) {
    Set<String> expected = new TreeSet<>();
    for (String name : names.split(" ")) {
      if (!name.isEmpty()) {
        expected.add(id + name);
      }
    }

    assertEquals(String.join(" ", expected), found(filter));
  }

  @Test
  void comparesLongStringsToTheirEnd() {
    String whole = "long ".repeat(40);

    assertEquals(id + "emil", found("Patient: family eq \"" + whole + "end\""));
    assertEquals("", found("Patient: family eq \"" + whole + "\""));
    assertEquals("", found("Patient: family eq \"" + whole + "ending\""));
    assertEquals(id + "emil", found("Patient: family sw long and family lt \"" + whole + "z\""));
    assertEquals("", found("Patient: family sw long and family gt \"" + whole + "z\""));
    assertEquals(id + "emil", found("Patient: family sw long and family ge \"" + whole + "end\""));
  }

  @Test
  void joinsConditionsAsSetsAreJoined() {
    Map<String, Set<String>> conditions = new TreeMap<>();
    for (String condition :
        List.of(
            "gender eq male",
            "gender ne male",
            "active eq true",
            "active pr true",
            "birthdate le 1980-01",
            "family co l",
            "family ne Muller",
            "identifier eq 17",
            "_id ne " + id + "bert",
            "organization.name pr true",
            "_has:Observation:patient:code eq 8480-6",
            "_lastUpdated gt 2000")) {
      conditions.put(condition, Set.of(found("Patient: " + condition).split(" ")));
    }
    Random random = new Random(22);
    for (int i = 0; i < RANDOM_FILTERS; i++) {
      Made made = make(conditions, random, 3);
      assertEquals(String.join(" ", made.ids()), found("Patient: " + made.filter()), made.filter());
    }
  }

  /** A filter and what it must find. */
  private record Made(String filter, Set<String> ids) {}

  private Made make(Map<String, Set<String>> conditions, Random random, int depth) {
    Made left = operand(conditions, random, depth);
    for (int more = random.nextInt(3); more > 0; more--) {
      Made right = operand(conditions, random, depth);
      boolean and = random.nextBoolean();
      Set<String> joined = new TreeSet<>(left.ids());
      if (and) {
        joined.retainAll(right.ids());
      } else {
        joined.addAll(right.ids());
      }
      left = new Made(left.filter() + (and ? " and " : " or ") + right.filter(), joined);
    }
    return left;
  }

  private Made operand(Map<String, Set<String>> conditions, Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    if (kind < 2) {
      List<String> all = List.copyOf(conditions.keySet());
      String condition = all.get(random.nextInt(all.size()));
      return new Made(condition, new TreeSet<>(conditions.get(condition)));
    }
    Made inner = make(conditions, random, depth - 1);
    if (kind == 2) {
      return new Made("(" + inner.filter() + ")", inner.ids());
    }
    Set<String> others = new TreeSet<>();
    PATIENTS.forEach(name -> others.add(id + name));
    others.removeAll(inner.ids());
    return new Made("not(" + inner.filter() + ")", others);
  }

  @Test
  void standsBesideOtherParametersAndInPages() {
    String filter = "Patient?_filter=" + Searches.encoded("family pr true");

    assertEquals(4, searches.count(filter));
    assertEquals(
        List.of(id + "emil", id + "cleo"),
        searches.idsInOrder(filter + "&birthdate:missing=false&_sort=-_id&_count=1").stream()
            .map(found -> found.equals(id + "cleo") ? found : id + "emil")
            .distinct()
            .sorted((one, other) -> other.compareTo(one))
            .limit(2)
            .toList());
    assertEquals(
        id + "anna", searches.ids(filter + "&_filter=" + Searches.encoded("gender eq female")));
    String self = Searches.link(searches.page(filter), "self").orElseThrow();
    assertTrue(self.contains("_filter=family%20pr%20true"), self);
  }

  @Test
  void decidesConditionalWrites() {
    FhirResponse answer =
        client.post(
            "Patient",
            "{\"resourceType\":\"Patient\"}",
            "If-None-Exist",
            "_filter="
                + Searches.encoded("identifier eq urn:a|17 and family eq Müller")
                + "&"
                + searches.own());

    assertEquals(200, answer.status());
    assertEquals(id + "anna", answer.json().path("id").asText());
  }

  @Test
  void namesThePlaceOfAMistake() {
    assertEquals(
        "_filter at character 16: The operator 'co' does not fit the search parameter 'gender',"
            + " which takes eq, ne, pr, ss, sb, in, ni.",
        searches.refusal("Patient?_filter=" + Searches.encoded("family eq a or gender co male")));
    assertTrue(
        searches
            .refusal("Patient?_filter=" + Searches.encoded("family eq"))
            .startsWith("_filter at character 10: white space and a value is expected"));
    assertTrue(
        searches
            .refusal("Patient?_filter=" + Searches.encoded("(".repeat(3000)))
            .startsWith("_filter at character 21: Filters nest 20 levels deep"));
  }

  @Test
  void answersTheLargestFilterInTime() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      conditions.add("not(organization[name ne x" + i + "].name co y" + i + ")");
    }
    for (int i = 0; i < 40; i++) {
      conditions.add("family co a" + i);
    }
    FhirResponse answer =
        searches.form("Patient", "_filter=" + Searches.encoded(String.join(" or ", conditions)));

    assertEquals(200, answer.status(), answer.body());
  }

  private String found(String filter) {
    int colon = filter.indexOf(": ");
    return searches.ids(
        filter.substring(0, colon) + "?_filter=" + Searches.encoded(filter.substring(colon + 2)));
  }
}
