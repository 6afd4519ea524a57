package org.fhirserver.it.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.SearchStyleEnum;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.HttpTest;
import org.fhirserver.it.Samples;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The generic client of HAPI FHIR, in JSON and in XML.
 *
 * @see <a href="https://hapifhir.io/hapi-fhir/docs/client/generic_client.html">Generic client</a>
 */
@HttpTest
@ParameterizedClass
@EnumSource(
    value = EncodingEnum.class,
    names = {"JSON", "XML"})
class HapiClientIT {
  private static final String SYSTEM = "http://example.org/hapi-it";
  private static final FhirContext CONTEXT = FhirContext.forR4();

  private final IGenericClient client;
  private final String identifier = Samples.newId();

  HapiClientIT(EncodingEnum encoding, FhirClient fhir) {
    CONTEXT.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.ONCE);
    CONTEXT.getRestfulClientFactory().setSocketTimeout(60_000);
    client = CONTEXT.newRestfulGenericClient(fhir.base().toString());
    client.setEncoding(encoding);
    client.registerInterceptor(new BearerTokenAuthInterceptor(fhir.token("admin")));
  }

  @Test
  @DisplayName("Capabilities are those of an R4 server")
  void capabilitiesAreThoseOfR4() {
    CapabilityStatement statement =
        client.capabilities().ofType(CapabilityStatement.class).execute();

    assertEquals(FHIRVersion._4_0_1, statement.getFhirVersion());
    client.forceConformanceCheck();
  }

  @Test
  @DisplayName("Create, read, vread, update, delete")
  void createReadUpdateDelete() {
    MethodOutcome created = client.create().resource(patient("Kirk")).execute();
    assertTrue(created.getCreated());
    assertEquals("1", created.getId().getVersionIdPart());
    assertEquals("Kirk", family((Patient) created.getResource()));
    IIdType id = created.getId().toUnqualifiedVersionless();

    Patient patient = client.read().resource(Patient.class).withId(id).execute();
    assertEquals("Kirk", family(patient));
    assertNotNull(patient.getMeta().getLastUpdated());

    patient.getNameFirstRep().setFamily("Spöck 🖖");
    MethodOutcome updated = client.update().resource(patient).execute();
    assertFalse(Boolean.TRUE.equals(updated.getCreated()));
    assertEquals("2", updated.getId().getVersionIdPart());

    assertEquals("Spöck 🖖", family(client.read().resource(Patient.class).withId(id).execute()));
    Patient first =
        client.read().resource(Patient.class).withIdAndVersion(id.getIdPart(), "1").execute();
    assertEquals("Kirk", family(first));

    client.delete().resourceById(id).execute();
    ResourceGoneException gone =
        assertThrows(
            ResourceGoneException.class,
            () -> client.read().resource(Patient.class).withId(id).execute());
    assertOutcome(gone);
  }

  @Test
  @DisplayName("Update creates under the id of the client, Prefer: return=minimal answers no body")
  void updateCreatesUnderTheIdOfTheClient() {
    Patient patient = patient("Own");
    patient.setId(Samples.newId());

    MethodOutcome created =
        client.update().resource(patient).prefer(PreferReturnEnum.MINIMAL).execute();

    assertTrue(created.getCreated());
    assertNull(created.getResource());
    MethodOutcome told =
        client
            .update()
            .resource(patient.setActive(true))
            .prefer(PreferReturnEnum.OPERATION_OUTCOME)
            .execute();
    assertInstanceOf(OperationOutcome.class, told.getOperationOutcome());
  }

  @Test
  @DisplayName("Conditional create, update, patch and delete")
  void conditionalInteractions() {
    MethodOutcome created = conditionalCreate();
    MethodOutcome matched = conditionalCreate();
    assertTrue(created.getCreated());
    assertFalse(Boolean.TRUE.equals(matched.getCreated()));
    assertEquals(created.getId().getIdPart(), matched.getId().getIdPart());

    MethodOutcome updated =
        client
            .update()
            .resource(patient("Changed"))
            .conditional()
            .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
            .execute();
    assertEquals("2", updated.getId().getVersionIdPart());
    assertEquals(created.getId().getIdPart(), updated.getId().getIdPart());

    MethodOutcome patched =
        client
            .patch()
            .withBody("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")
            .conditional(Patient.class)
            .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
            .execute();
    assertEquals("3", patched.getId().getVersionIdPart());

    client
        .delete()
        .resourceConditionalByType(Patient.class)
        .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
        .execute();
    assertEquals(0, search().getTotal());
  }

  @Test
  @DisplayName("JSON Patch and FHIRPath Patch")
  void patches() {
    IIdType id = create("Kirk");

    MethodOutcome jsonPatched =
        client
            .patch()
            .withBody("[{\"op\":\"replace\",\"path\":\"/name/0/family\",\"value\":\"Sulu\"}]")
            .withId(id)
            .execute();
    assertEquals("Sulu", family((Patient) jsonPatched.getResource()));

    Parameters patch = new Parameters();
    patch
        .addParameter()
        .setName("operation")
        .addPart(part("type", new CodeType("replace")))
        .addPart(part("path", new StringType("Patient.name.first().family")))
        .addPart(part("value", new StringType("Uhura")));
    client.patch().withFhirPatch(patch).withId(id).execute();

    Patient patient = client.read().resource(Patient.class).withId(id).execute();
    assertEquals("Uhura", family(patient));
    assertEquals("3", patient.getMeta().getVersionId());
  }

  @Test
  @DisplayName("Search by URL and by POST, with includes and summary, page by page")
  void searchesPageByPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(create("Page" + i).getIdPart());
    }

    List<String> found = new ArrayList<>();
    Bundle page =
        client
            .search()
            .forResource(Patient.class)
            .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
            .sort()
            .ascending(Patient.FAMILY)
            .count(2)
            .returnBundle(Bundle.class)
            .execute();
    while (true) {
      page.getEntry().forEach(entry -> found.add(entry.getResource().getIdElement().getIdPart()));
      if (page.getLink(IBaseBundle.LINK_NEXT) == null) {
        break;
      }
      page = client.loadPage().next(page).execute();
    }
    assertEquals(ids, found);

    Bundle posted =
        client
            .search()
            .forResource(Patient.class)
            .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
            .usingStyle(SearchStyleEnum.POST)
            .summaryMode(SummaryEnum.COUNT)
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(5, posted.getTotal());
  }

  @Test
  @DisplayName("Includes bring the resources that are referred to")
  void includesBringWhatIsReferredTo() {
    IIdType id = create("Included");
    Observation observation = observation(id.getValue());
    client.create().resource(observation).execute();

    Bundle bundle =
        client
            .search()
            .forResource(Observation.class)
            .where(Observation.SUBJECT.hasId(id.getIdPart()))
            .elementsSubset("subject", "status")
            .returnBundle(Bundle.class)
            .execute();

    assertEquals(1, bundle.getTotal());
    Observation found = (Observation) bundle.getEntryFirstRep().getResource();
    assertEquals(id.getValue(), found.getSubject().getReference());
  }

  @Test
  @DisplayName("History of a resource, a type and the server")
  void histories() {
    IIdType id = create("One");
    Patient patient = client.read().resource(Patient.class).withId(id).execute();
    patient.getNameFirstRep().setFamily("Two");
    client.update().resource(patient).execute();
    client.delete().resourceById(id).execute();

    Bundle instance = client.history().onInstance(id).returnBundle(Bundle.class).execute();
    assertEquals(3, instance.getTotal());
    assertEquals(HTTPVerb.DELETE, instance.getEntry().get(0).getRequest().getMethod());
    assertEquals("Two", family((Patient) instance.getEntry().get(1).getResource()));

    Bundle type =
        client.history().onType(Patient.class).returnBundle(Bundle.class).count(2).execute();
    assertEquals(2, type.getEntry().size());
    Bundle next = client.loadPage().next(type).execute();
    assertFalse(next.getEntry().isEmpty());

    Bundle server = client.history().onServer().returnBundle(Bundle.class).count(1).execute();
    assertEquals(BundleType.HISTORY, server.getType());
  }

  @Test
  @DisplayName("A transaction writes all or nothing")
  void transactionWritesAllOrNothing() {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    bundle
        .addEntry()
        .setFullUrl("urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a")
        .setResource(patient("Transacted"))
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Patient");
    bundle
        .addEntry()
        .setResource(observation("urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"))
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Observation");

    Bundle answer = client.transaction().withBundle(bundle).execute();
    assertEquals(BundleType.TRANSACTIONRESPONSE, answer.getType());
    assertEquals("201", answer.getEntry().get(0).getResponse().getStatus().substring(0, 3));
    assertEquals(1, search().getTotal());
    assertEquals(
        1,
        client
            .search()
            .forResource(Observation.class)
            .where(
                Observation.SUBJECT.hasId(
                    search().getEntryFirstRep().getResource().getIdElement().getIdPart()))
            .returnBundle(Bundle.class)
            .execute()
            .getTotal());

    bundle.getEntry().get(1).setResource(new Observation());
    assertOutcome(
        assertThrows(
            InvalidRequestException.class,
            () -> client.transaction().withBundle(bundle).execute()));
    assertEquals(1, search().getTotal());
  }

  @Test
  @DisplayName("A batch does each entry by itself")
  void batchDoesEachEntryByItself() {
    IIdType id = create("Batched");
    Bundle bundle = new Bundle().setType(BundleType.BATCH);
    bundle.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(id.getValue());
    bundle.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/" + Samples.newId());
    bundle.addEntry().getRequest().setMethod(HTTPVerb.DELETE).setUrl(id.getValue());

    Bundle answer = client.transaction().withBundle(bundle).execute();

    assertEquals(BundleType.BATCHRESPONSE, answer.getType());
    assertEquals(3, answer.getEntry().size());
    assertEquals("404", answer.getEntry().get(1).getResponse().getStatus().substring(0, 3));
    assertInstanceOf(OperationOutcome.class, answer.getEntry().get(1).getResponse().getOutcome());
  }

  @Test
  @DisplayName("$meta, $meta-add and $meta-delete")
  void metaOperations() {
    IIdType id = create("Tagged");
    Meta added = new Meta();
    added.addTag().setSystem(SYSTEM).setCode(identifier);

    Meta meta = client.meta().add().onResource(id).meta(added).execute();
    assertEquals(identifier, meta.getTagFirstRep().getCode());
    assertEquals(
        identifier,
        client.meta().get(Meta.class).fromResource(id).execute().getTagFirstRep().getCode());
    assertTrue(client.meta().delete().onResource(id).meta(added).execute().getTag().isEmpty());
  }

  @Test
  @DisplayName("$validate says what is wrong, $everything brings all of a patient")
  void validateAndEverything() {
    MethodOutcome valid = client.validate().resource(patient("Valid")).execute();
    assertInstanceOf(OperationOutcome.class, valid.getOperationOutcome());

    IIdType id = create("Everything");
    client.create().resource(observation(id.getValue())).execute();
    Bundle everything =
        client
            .operation()
            .onInstance(id)
            .named("$everything")
            .withNoParameters(Parameters.class)
            .useHttpGet()
            .returnResourceType(Bundle.class)
            .execute();
    assertEquals(2, everything.getEntry().size());
  }

  @Test
  @DisplayName("Conditional read, If-Match, and errors as exceptions with an OperationOutcome")
  void errorsAreExceptionsWithAnOutcome() {
    IIdType id = create("Matched");
    Patient known = client.read().resource(Patient.class).withId(id).execute();
    Patient same =
        client
            .read()
            .resource(Patient.class)
            .withId(id)
            .ifVersionMatches("1")
            .returnResource(known)
            .execute();
    assertEquals(known, same);

    assertOutcome(
        assertThrows(
            ResourceNotFoundException.class,
            () -> client.read().resource(Patient.class).withId(Samples.newId()).execute()));
    Observation empty = new Observation();
    assertOutcome(
        assertThrows(
            InvalidRequestException.class, () -> client.create().resource(empty).execute()));
    known.setActive(true).setId(id.withVersion("9"));
    BaseServerResponseException stale =
        assertThrows(
            BaseServerResponseException.class, () -> client.update().resource(known).execute());
    assertTrue(
        stale instanceof PreconditionFailedException
            || stale instanceof ResourceVersionConflictException);
    assertOutcome(stale);
  }

  @Test
  @DisplayName("Binary goes in and out")
  void binaryGoesInAndOut() {
    Binary binary = new Binary();
    binary.setContentType("text/plain");
    binary.setData("größer".getBytes(StandardCharsets.UTF_8));

    IIdType id = client.create().resource(binary).execute().getId().toUnqualifiedVersionless();
    Binary read = client.read().resource(Binary.class).withId(id).execute();

    assertEquals("text/plain", read.getContentType().split(";")[0]);
    assertEquals("größer", new String(read.getData(), StandardCharsets.UTF_8));
  }

  private MethodOutcome conditionalCreate() {
    return client
        .create()
        .resource(patient("Once"))
        .conditional()
        .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
        .execute();
  }

  private IIdType create(String family) {
    return client.create().resource(patient(family)).execute().getId().toUnqualifiedVersionless();
  }

  private Bundle search() {
    return client
        .search()
        .forResource(Patient.class)
        .where(Patient.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, identifier))
        .returnBundle(Bundle.class)
        .execute();
  }

  private Patient patient(String family) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SYSTEM).setValue(identifier);
    patient.addName().setFamily(family);
    patient.setGender(AdministrativeGender.OTHER);
    return patient;
  }

  private static Observation observation(String subject) {
    Observation observation = new Observation();
    observation.setStatus(ObservationStatus.FINAL);
    observation.getCode().setText("pulse");
    observation.setSubject(new Reference(subject));
    return observation;
  }

  private static Parameters.ParametersParameterComponent part(String name, Type value) {
    return new Parameters.ParametersParameterComponent().setName(name).setValue(value);
  }

  private static String family(Patient patient) {
    return patient.getNameFirstRep().getFamily();
  }

  private static void assertOutcome(BaseServerResponseException exception) {
    OperationOutcome outcome =
        assertInstanceOf(OperationOutcome.class, exception.getOperationOutcome());
    assertFalse(outcome.getIssueFirstRep().getDiagnostics().isBlank());
  }
}
