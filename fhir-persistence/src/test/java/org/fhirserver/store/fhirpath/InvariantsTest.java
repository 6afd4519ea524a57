package org.fhirserver.store.fhirpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SampleResources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvariantsTest {
  private static final FhirDefinitions DEFINITIONS = FhirDefinitions.load();

  /** The reader checks these itself: of each element that is something, extensions, narratives. */
  private static final Set<String> CHECKED_BY_READER =
      Set.of("dom-2", "ele-1", "ext-1", "txt-1", "txt-2");

  private final FhirJson json = new FhirJson(DEFINITIONS);
  private final Invariants invariants = new Invariants(DEFINITIONS);

  @Test
  void everyInvariantButThoseOfTheReaderIsCompiled() {
    Set<String> all =
        InvariantText.load().stream()
            .map(InvariantText::key)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> met = new TreeSet<>(CHECKED_BY_READER);
    for (int variant = 0; variant < 12; variant++) {
      SampleResources samples = new SampleResources(DEFINITIONS, variant);
      for (ResourceType type : ResourceType.values()) {
        addKeys(samples.resource(type), met);
      }
    }
    // No element of a resource has these types, but extensions have.
    addKeys(
        "{'resourceType':'Basic','code':{'text':'a'},'extension':["
            + "{'url':'a','valueCount':{'value':1}},{'url':'b','valueDistance':{'value':1}}]}",
        met);

    assertEquals(all, met);
  }

  private void addKeys(String text, Set<String> keys) {
    invariants.forEach(
        json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
        (invariant, scope) -> keys.add(invariant.text().key()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Patient | 'contact':[{'gender':'male'}] | pat-1 | Patient.contact[0]",
        "Patient | 'telecom':[{'value':'1'}] | cpt-2 | Patient.telecom[0]",
        "Patient | 'name':[{'text':'a'},{'period':{'start':'2020-02','end':'2020-01'}}] | per-1 | Patient.name[1].period",
        "Patient | 'name':[{'period':{'start':'2020-01-01T10:00:00+01:00','end':'2020-01-01T08:59:00Z'}}] | per-1 | Patient.name[0].period",
        "Patient | 'name':[{'period':{'start':'2020-01-03','end':'2020-01-01T10:00:00Z'}}] | per-1 | Patient.name[0].period",
        "Patient | 'name':[{'period':{'start':'2020-01-02T10:00:00Z','end':'2019'}}] | per-1 | Patient.name[0].period",
        "Patient | 'photo':[{'data':'aGk='}] | att-1 | Patient.photo[0]",
        "Patient | 'managingOrganization':{'reference':'#a'} | ref-1 | Patient.managingOrganization",
        "Patient | 'contained':[{'resourceType':'Basic','id':'a','code':{'text':'b'}}] | dom-3 | Patient",
        "Patient | 'contained':[{'resourceType':'Organization','id':'a','name':'b','meta':{'versionId':'1'}}],'managingOrganization':{'reference':'#a'} | dom-4 | Patient",
        "Patient | 'contained':[{'resourceType':'Organization','id':'a','name':'b','meta':{'security':[{'code':'R'}]}}],'managingOrganization':{'reference':'#a'} | dom-5 | Patient",
        "Patient | 'contained':[{'resourceType':'Organization','id':'a','active':true}],'managingOrganization':{'reference':'#a'} | org-1 | Patient.contained[0]",
        "Observation | 'status':'final','code':{'text':'a'},'valueString':'b','dataAbsentReason':{'text':'c'} | obs-6 | Observation",
        "Observation | 'status':'final','code':{'coding':[{'code':'a'}]},'valueString':'b','component':[{'code':{'coding':[{'code':'a'}]}}] | obs-7 | Observation",
        "Observation | 'status':'final','code':{'text':'a'},'valueQuantity':{'value':1,'code':'mg'} | qty-3 | Observation.value",
        "Observation | 'status':'final','code':{'text':'a'},'valueRange':{'low':{'value':2},'high':{'value':1}} | rng-2 | Observation.value",
        "Observation | 'status':'final','code':{'text':'a'},'valueRatio':{'numerator':{'value':2}} | rat-1 | Observation.value",
        "Observation | 'status':'final','code':{'text':'a'},'effectiveTiming':{'repeat':{'period':1}} | tim-2 | Observation.effective.repeat",
        "Observation | 'status':'final','code':{'text':'a'},'effectiveTiming':{'repeat':{'offset':1,'when':['C']}} | tim-9 | Observation.effective.repeat",
        "Organization | 'name':'a','address':[{'use':'home','city':'b'}] | org-2 | Organization.address[0]",
        "Bundle | 'type':'batch','entry':[{'resource':{'resourceType':'Patient'}}] | bdl-3 | Bundle",
        "Bundle | 'type':'collection','entry':[{'fullUrl':'urn:a','resource':{'resourceType':'Patient'}},{'fullUrl':'urn:a','resource':{'resourceType':'Patient'}}] | bdl-7 | Bundle",
        "Bundle | 'type':'collection','entry':[{'resource':{'resourceType':'Patient','telecom':[{'value':'1'}]}}] | cpt-2 | Bundle.entry[0].resource.telecom[0]",
        "CareTeam | 'participant':[{'member':{'reference':'Patient/a'},'onBehalfOf':{'reference':'Organization/b'}}] | ctm-1 | CareTeam.participant[0]"
      })
  void namesTheRuleAndThePlace(String type, String content, String key, String place) {
    List<Issue> issues = violations(type, content);

    assertEquals(1, issues.size(), issues.toString());
    assertEquals("invariant", issues.get(0).code());
    assertEquals(place, issues.get(0).expression().orElseThrow());
    assertTrue(
        issues.get(0).diagnostics().startsWith("Rule " + key + " is broken: "),
        issues.get(0).diagnostics());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':[{'period':{'start':'2020-01','end':'2020-01-15'}}]",
        "'name':[{'period':{'start':'2020-01-01','end':'2020-01-01T00:30:00+14:00'}}]",
        "'name':[{'period':{'start':'2020-01-01','end':'2019-12-31T23:00:00-05:00'}}]",
        "'name':[{'period':{'start':'2020-01-01T00:30:00+14:00','end':'2019-12'}}]",
        "'name':[{'period':{'start':'2020-01-01T10:00:00+01:00','end':'2020-01-01T09:00:00.1Z'}}]",
        "'name':[{'period':{'start':'2020-01-01T10:00:60Z','end':'2020-01-01T10:01:00+00:00'}}]",
        "'managingOrganization':{'reference':'#'}",
        "'contained':[{'resourceType':'Basic','id':'a','code':{'text':'b'},'subject':{'reference':'#'}}]",
        "'contained':[{'resourceType':'Basic','code':{'text':'b'}}]"
      })
  void takesWhatIsNotCertainlyWrong(String content) {
    assertEquals(List.of(), violations("Patient", content));
  }

  @Test
  void tellsSomeOfManyViolations() {
    String many = "{'value':'1'},".repeat(100);

    assertEquals(20, violations("Patient", "'telecom':[" + many + "{'value':'1'}]").size());
  }

  private List<Issue> violations(String type, String content) {
    String text = ("{'resourceType':'" + type + "'," + content + "}").replace('\'', '"');
    return invariants.violations(json.read(text.getBytes(StandardCharsets.UTF_8)));
  }
}
