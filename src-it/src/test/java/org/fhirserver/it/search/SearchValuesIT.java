package org.fhirserver.it.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches by each type of parameter, as the specification gives them as examples.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
@HttpTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchValuesIT {
  private final FhirClient client;
  private final Searches searches;
  private final String id = UUID.randomUUID().toString().substring(0, 8) + "-";

  SearchValuesIT(FhirClient client) {
    this.client = client;
    this.searches = new Searches(client);
  }

  @BeforeAll
  void store() {
    patients();
    observations();
    others();
  }

  private void patients() {
    put(
        "Patient",
        "chalmers",
        "'name':[{'use':'official','family':'Chalmers','given':['Peter','James']},"
            + "{'family':'Windsor','text':'The Duke'}],'gender':'male','active':true,"
            + "'birthDate':'1974-12-25','address':[{'line':['534 Erewhon St'],"
            + "'city':'PleasantVille','postalCode':'3999'}],"
            + "'identifier':[{'system':'urn:oid:1.2','value':'12345'},{'value':'nosystem'}],"
            + "'telecom':[{'system':'phone','value':'(03) 5555 6473','use':'work'}],"
            + "'deceasedBoolean':false");
    put(
        "Patient",
        "mueller",
        "'name':[{'family':'Müller','given':['Bea Smith']}],'gender':'female',"
            + "'birthDate':'1980','identifier':[{'system':'urn:oid:9','value':'12345'}],"
            + "'deceasedDateTime':'2015-02-14T13:42:00+10:00'");
    put("Patient", "long", "'name':[{'family':'" + "x".repeat(650) + "end'}],'active':false");
    put("Patient", "nameless", "'birthDate':'1980-05'");
  }

  private void observations() {
    put(
        "Observation",
        "bp",
        "'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'85354-9'}]},"
            + "'effectivePeriod':{'start':'1980-05-10T12:00:00Z','end':'1980-05-12'},"
            + "'subject':{'reference':'Patient/p1'},'component':["
            + component("8480-6", "107")
            + ","
            + component("8462-4", "60")
            + "]");
    put(
        "Observation",
        "glucose",
        "'status':'amended','code':{'coding':[{'system':'http://loinc.org','code':'15074-8'},"
            + "{'code':'glu'}],'text':'Glucose'},'effectiveDateTime':'1980-05-11',"
            + "'subject':{'reference':'"
            + client.base()
            + "Patient/p1'},"
            + "'valueQuantity':{'value':5.400,'unit':'mmol/l','system':"
            + "'http://unitsofmeasure.org','code':'mmol/L'}");
    put(
        "Observation",
        "open",
        "'status':'final','code':{'coding':[{'system':'http://loinc.org','code':'GLU'}]},"
            + "'effectivePeriod':{'start':'1980-05-11T16:32:15Z'},"
            + "'subject':{'reference':'Group/p1'},"
            + "'valueQuantity':{'value':0.0054,'unit':'g'}");
    put(
        "Observation",
        "dated",
        "'status':'final','code':{'text':'x'},"
            + "'effectiveDateTime':'1980-05-11T16:32:15.500+00:00',"
            + "'subject':{'reference':'http://other.example/fhir/Patient/p1'},"
            + "'performer':[{'reference':'Patient/p1/_history/3'}]");
    put(
        "Observation",
        "timed",
        "'status':'final','code':{'text':'x'},'effectiveTiming':{'event':"
            + "['1980-05-10','1980-05-20T10:00:00Z']},'subject':{'display':'nobody'}");
  }

  private static String component(String code, String value) {
    return "{'code':{'coding':[{'system':'http://loinc.org','code':'"
        + code
        + "'}]},"
        + "'valueQuantity':{'value':"
        + value
        + ",'unit':'mmHg',"
        + "'system':'http://unitsofmeasure.org','code':'mm[Hg]'}}";
  }

  private void others() {
    put(
        "RiskAssessment",
        "exact",
        "'status':'final','subject':{'reference':'Patient/p1'},"
            + "'prediction':[{'probabilityDecimal':100}]");
    put(
        "RiskAssessment",
        "near",
        "'status':'final','subject':{'reference':'Patient/p1'},"
            + "'prediction':[{'probabilityDecimal':96}]");
    put(
        "RiskAssessment",
        "range",
        "'status':'final','subject':{'reference':'Patient/p1'},"
            + "'prediction':[{'probabilityRange':{'low':{'value':90},'high':{'value':101}}}]");
    put(
        "RiskAssessment",
        "unlikely",
        "'status':'final','subject':{'reference':'Patient/p1'},"
            + "'prediction':[{'qualitativeRisk':{'text':'low'}}]");
    put("ValueSet", "one", "'status':'active','url':'http://acme.org/fhir/ValueSet/123'");
    put("ValueSet", "two", "'status':'draft','url':'http://acme.org/fhir/ValueSet/123/_history/5'");
    put("ValueSet", "three", "'status':'draft','url':'urn:oid:1.2.3.4.5'");
    put(
        "Patient",
        "profiled",
        "'meta':{'profile':['http://example.org/p|1.0','http://example.org/q'],"
            + "'security':[{'system':'http://s','code':'R'}],"
            + "'tag':[{'system':'http://t','code':'sample'}]},'name':[{'family':'Profiled'}]");
    put(
        "MolecularSequence",
        "triple",
        "'coordinateSystem':0,'referenceSeq':{'genomeBuild':'GRCh38','chromosome':{'coding':[{'code':'1'}]},"
            + "'windowStart':10,'windowEnd':20,'strand':'watson'},"
            + "'variant':[{'start':100,'end':200},{'start':300,'end':400}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "family=chal => chalmers",
        "family=alm => ''",
        "family:contains=ALM => chalmers",
        "family:exact=Chalmers => chalmers",
        "family:exact=chalmers => ''",
        "family=muller => mueller",
        "family=MÜLLER => mueller",
        "family:exact=Muller => ''",
        "name=james => chalmers",
        "name=the duke => chalmers",
        "name=peter&name=windsor => chalmers",
        "name=peter&name=bea => ''",
        "given=smith => ''",
        "given=bea s => mueller",
        "family=Windsor,Muller => chalmers mueller",
        "address=534 => chalmers",
        "address=pleasant => chalmers",
        "address-postalcode=3999 => chalmers",
        "name:missing=true => nameless",
        "name:missing=false&family:missing=false => chalmers long mueller profiled",
      })
  void findsStrings(String query, String expected) {
    assertFound("Patient", query, expected);
  }

  @Test
  void comparesLongStringsToTheirEnd() {
    String longest = "x".repeat(650);

    assertFound("Patient", "family=" + longest, "long");
    assertFound("Patient", "family=" + longest + "END", "long");
    assertFound("Patient", "family=" + longest + "other", "");
    assertFound("Patient", "family:exact=" + longest + "end", "long");
    assertFound("Patient", "family:exact=" + longest, "");
    assertFound("Patient", "family:contains=xEnd", "long");
    assertFound("Patient", "family:contains=xxe", "long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "identifier=12345 => chalmers mueller",
        "identifier=urn:oid:1.2|12345 => chalmers",
        "identifier=urn:oid:1.2| => chalmers",
        "identifier=|12345 => ''",
        "identifier=|nosystem => chalmers",
        "identifier=1234 => ''",
        "gender=male => chalmers",
        "gender=Male => ''",
        "gender=http://hl7.org/fhir/administrative-gender|female => mueller",
        "gender=http://hl7.org/fhir/administrative-gender| => chalmers mueller",
        "gender:not=male => long mueller nameless profiled",
        "gender:not=male,female => long nameless profiled",
        "gender:not=male&gender:not=female => long nameless profiled",
        "active=true => chalmers",
        "active:missing=true => mueller nameless profiled",
        "telecom=(03) 5555 6473 => chalmers",
        "phone=(03) 5555 6473 => chalmers",
        "email=(03) 5555 6473 => ''",
        "deceased=true => mueller",
        "deceased=false => chalmers long nameless profiled",
        "_security=R => profiled",
        "_security=http://s|R => profiled",
        "_security:missing=false => profiled",
        "_tag=http://t|sample => profiled",
        "_tag=http://t|SAMPLE => ''",
        "_tag:not=sample => chalmers long mueller nameless",
      })
  void findsTokens(String query, String expected) {
    assertFound("Patient", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "code=http://loinc.org|15074-8 => glucose",
        "code=glu => glucose",
        "code=|glu => glucose",
        "code=GLU => open",
        "code=85354-9,15074-8 => bp glucose",
        "code:not=85354-9 => dated glucose open timed",
        "combo-code=8480-6 => bp",
        "combo-code=85354-9 => bp",
        "component-code=85354-9 => ''",
        "component-code=http://loinc.org|8462-4 => bp",
        "status=http://hl7.org/fhir/observation-status|amended => glucose",
        "status=final&code=85354-9 => bp",
      })
  void findsConcepts(String query, String expected) {
    assertFound("Observation", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "date=1980-05-11 => dated glucose",
        "date=1980-05 => bp dated glucose timed",
        "date=1980 => bp dated glucose timed",
        "date=1980-05-11T16:32 => dated",
        "date=1980-05-11T16:32:15 => dated",
        "date=1980-05-11T16:32:15.5 => dated",
        "date=1980-05-11T16:32:15.50Z => dated",
        "date=1980-05-11T16:32:15.5001Z => ''",
        "date=1980-05-11T18:32:15%2B02:00 => dated",
        "date=1980-05-11T16:32:16 => ''",
        "date=ne1980-05-11 => bp open timed",
        "date=gt1980-05-12 => open timed",
        "date=gt1980-05-11 => bp open timed",
        "date=lt1980-05-11 => bp timed",
        "date=lt1980-05-11T00:00:01Z => bp glucose timed",
        "date=ge1980-05-11 => bp dated glucose open timed",
        "date=ge1980-05-13 => open timed",
        "date=le1980-05-10 => bp timed",
        "date=sa1980-05-11 => ''",
        "date=sa1980-05-10 => dated glucose open",
        "date=eb1980-05-12 => dated glucose",
        "date=eb1980-05-13 => bp dated glucose",
        "date=ap1980-05-11 => bp dated glucose open timed",
        "date=ge1980-05-11&date=lt1980-05-11T16:32:15.5 => bp glucose open timed",
        "date=gt1980-05-12,eb1980-05-12 => dated glucose open timed",
        "date:missing=false => bp dated glucose open timed",
      })
  void findsDates(String query, String expected) {
    assertFound("Observation", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "birthdate=1980 => mueller nameless",
        "birthdate=1980-05 => nameless",
        "birthdate=1980-05-01 => ''",
        "birthdate=1974-12-25 => chalmers",
        "birthdate=lt1980 => chalmers",
        "birthdate=ne1980 => chalmers",
        "birthdate=sa1974-12-24 => chalmers mueller nameless",
        "death-date=2015-02-14 => mueller",
        "death-date=2015-02-14T13:42:00%2B10:00 => mueller",
        "death-date=2015-02-14T03:42:00Z => mueller",
        "_lastUpdated=lt2000 => ''",
        "_lastUpdated=gt2000&family=chal => chalmers",
      })
  void findsDatesOfPatients(String query, String expected) {
    assertFound("Patient", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "100 => exact",
        "100.00 => exact",
        "1e2 => exact near",
        "99.6 => ''",
        "ne100 => near range",
        "gt100 => range",
        "ge100 => exact range",
        "lt100 => near range",
        "le100 => exact near range",
        "lt96 => range",
        "sa96 => exact",
        "eb100 => near",
        "eb102 => exact near range",
        "ap100 => exact near range",
        "ap107 => exact range",
        "ap120 => ''",
        "96,100 => exact near",
      })
  void findsNumbers(String value, String expected) {
    assertFound("RiskAssessment", "probability=" + value, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "value-quantity=5.4 => glucose",
        "value-quantity=5 => glucose",
        "value-quantity=5.40 => glucose",
        "value-quantity=5.4|http://unitsofmeasure.org|mmol/L => glucose",
        "value-quantity=5.4|http://unitsofmeasure.org|mg => ''",
        "value-quantity=5.4||mmol/L => glucose",
        "value-quantity=5.4||mmol/l => glucose",
        "value-quantity=5.4|http://unitsofmeasure.org => glucose",
        "value-quantity=5.40e-3||g => open",
        "value-quantity=0.0054||g => open",
        "value-quantity=5.4e-3 => open",
        "value-quantity=ne5.4|http://unitsofmeasure.org => ''",
        "value-quantity=ne5.4 => open",
        "value-quantity=lt1 => open",
        "value-quantity=gt1&value-quantity=lt6 => glucose",
        "value-quantity=ap5 => glucose",
        "combo-value-quantity=107 => bp",
        "component-value-quantity=lt100||mmHg => bp",
        "value-quantity=107 => ''",
        "value-quantity:missing=true => bp dated timed",
      })
  void findsQuantities(String query, String expected) {
    assertFound("Observation", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "subject=Patient/p1 => bp glucose",
        "subject=p1 => bp glucose open",
        "subject:Patient=p1 => bp glucose",
        "subject:Group=p1 => open",
        "subject={base}Patient/p1 => bp glucose",
        "subject=http://other.example/fhir/Patient/p1 => dated",
        "subject=Patient/P1 => ''",
        "subject=Patient/p1,Group/p1 => bp glucose open",
        "patient=p1 => bp glucose",
        "patient=Patient/p1 => bp glucose",
        "patient=Group/p1 => ''",
        "performer=Patient/p1 => dated",
        "performer:missing=false => dated",
        "subject:missing=true => timed",
      })
  void findsReferences(String query, String expected) {
    assertFound("Observation", query.replace("{base}", client.base().toString()), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "ValueSet?url=http://acme.org/fhir/ValueSet/123 => one",
        "ValueSet?url=http://acme.org/fhir/ValueSet/123/_history/5 => two",
        "ValueSet?url=http://acme.org/fhir/valueset/123 => ''",
        "ValueSet?url=urn:oid:1.2.3.4.5 => three",
        "ValueSet?url=http://acme.org/fhir/ValueSet/123/ => ''",
        "Patient?_profile=http://example.org/p => profiled",
        "Patient?_profile=http://example.org/p|1.0 => profiled",
        "Patient?_profile=http://example.org/p|2.0 => ''",
        "Patient?_profile=http://example.org/q => profiled",
        "Patient?_profile:missing=false => profiled",
      })
  void findsUris(String query, String expected) {
    int mark = query.indexOf('?');
    assertFound(query.substring(0, mark), query.substring(mark + 1), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "component-code-value-quantity=8480-6$gt100 => bp",
        "component-code-value-quantity=http://loinc.org|8480-6$107 => bp",
        "component-code-value-quantity=8480-6$lt100 => ''",
        "component-code-value-quantity=8480-6$60 => ''",
        "component-code-value-quantity=8462-4$60|http://unitsofmeasure.org|mm[Hg] => bp",
        "component-code-value-quantity=85354-9$107 => ''",
        "combo-code-value-quantity=8480-6$107 => bp",
        "combo-code-value-quantity=8480-6$60 => ''",
        "combo-code-value-quantity=85354-9$107 => ''",
        "combo-code-value-quantity=15074-8$5.4 => glucose",
        "code-value-quantity=15074-8$5.4|http://unitsofmeasure.org|mmol/L => glucose",
        "code-value-quantity=85354-9$107 => ''",
        "code-value-quantity=http://loinc.org|15074-8$gt5,GLU$lt1 => glucose open",
      })
  void pairsComponents(String query, String expected) {
    assertFound("Observation", query, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "variant-start=100 => triple",
        "variant-end=gt350 => triple",
        "chromosome-variant-coordinate=1$100$200 => triple",
        "chromosome-variant-coordinate=1$lt150$gt150 => triple",
        "chromosome-variant-coordinate=1$100$400 => ''",
        "chromosome-variant-coordinate=2$100$200 => ''",
        "chromosome-window-coordinate=1$10$20 => triple",
        "chromosome-window-coordinate=1$lt5$20 => ''",
      })
  void pairsThreeComponents(String query, String expected) {
    assertFound("MolecularSequence", query, expected);
  }

  @Test
  void findsByIds() {
    String two = id + "chalmers," + id + "mueller";

    assertFound("Patient", "_id=" + id + "long", "long");
    assertFound(
        "Patient", "_id=" + two + "," + id + "long," + id + "long", "chalmers long mueller");
    assertFound("Patient", "_id=" + two + "&_id=" + id + "long," + id + "mueller", "mueller");
    assertFound("Patient", "_id:not=" + two, "long nameless profiled");
    assertFound("Patient", "_id=" + two + "&gender=female", "mueller");
    assertFound("Patient", "_id=" + id + "LONG", "");
    assertFound("Observation", "_id=" + id + "chalmers", "");
  }

  @Test
  void takesThousandsOfIds() {
    StringBuilder ids = new StringBuilder(id + "long");
    for (int i = 0; i < 2_500; i++) {
      ids.append(",none-").append(i);
    }
    var answer = searches.form("Patient?" + searches.own(), "_id=" + ids).expect(200).json();

    assertEquals(id + "long", String.join(" ", Searches.matches(answer)));
  }

  private void assertFound(String type, String query, String expected) {
    assertEquals(expected, searches.ids(type + "?" + encoded(query)).replace(id, ""), query);
  }

  /** The values percent-encoded, but for what is so already. */
  private static String encoded(String query) {
    StringBuilder encoded = new StringBuilder();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      encoded
          .append(encoded.isEmpty() ? "" : "&")
          .append(pair, 0, equals + 1)
          .append(Searches.encoded(pair.substring(equals + 1)).replace("%25", "%"));
    }
    return encoded.toString();
  }

  private void put(String type, String name, String content) {
    ObjectNode resource =
        Json.readObject("{'resourceType':'" + type + "'," + content + "}").put("id", id + name);
    searches.put(resource.toString());
  }
}
