package org.fhirserver.service.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.store.resource.TypeRevisions.TypeRevision;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One engine for all tests: to start it costs seconds. */
@TestInstance(Lifecycle.PER_CLASS)
class ValidatorEngineTest {
  private static final TypeRevision FIRST = new TypeRevision(1, 1, 1);
  private static final TypeRevision SECOND = new TypeRevision(1, 2, 2);
  private static final String PROFILE = "http://example.org/active-patient";
  private static final String ACTIVE_PATIENT =
      """
      {"resourceType": "StructureDefinition", "url": "http://example.org/active-patient",
       "name": "ActivePatient", "status": "active", "kind": "resource", "abstract": false,
       "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient",
       "derivation": "constraint", "differential": {"element": [
         {"id": "Patient.active", "path": "Patient.active", "min": 1, "fixedBoolean": true}]}}
      """;

  private final ValidatorEngine engine = new ValidatorEngine();

  @AfterAll
  void close() {
    engine.close();
  }

  @Test
  void startsOnceForAllWhoAskAtTheSameTime() throws IOException {
    ValidatorEngine fresh = new ValidatorEngine();
    long before = directories();
    assertFalse(fresh.isStarted());

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (fresh) {
      CompletableFuture<ProfileValidator> one =
          CompletableFuture.supplyAsync(() -> validator(fresh, FIRST), threads);
      CompletableFuture<ProfileValidator> other =
          CompletableFuture.supplyAsync(() -> validator(fresh, FIRST), threads);

      assertSame(one.join(), other.join());
      assertTrue(fresh.isStarted());
      assertEquals(before + 1, directories());
    } finally {
      threads.shutdown();
    }
    assertFalse(fresh.isStarted());
    assertEquals(before, directories());
  }

  @Test
  void holdsResourcesAgainstStoredProfiles() {
    List<Finding> findings =
        validator(engine, FIRST)
            .validate("{\"resourceType\":\"Patient\"}", List.of(PROFILE), () -> false);

    assertEquals(1, findings.size(), findings.toString());
    assertEquals("error", findings.get(0).severity());
    assertEquals(Optional.of("Patient"), findings.get(0).expression());
    assertTrue(findings.get(0).diagnostics().contains("Patient.active"), findings.toString());
  }

  @Test
  void makesAnotherValidatorWhenDefinitionsChange() {
    ProfileValidator first = validator(engine, FIRST);

    assertSame(first, validator(engine, FIRST));
    assertNotSame(first, validator(engine, SECOND));
  }

  @Test
  void startsAgainAfterItsMemoryWasGivenBack() {
    ProfileValidator first = validator(engine, FIRST);

    engine.release();

    assertFalse(engine.isStarted());
    assertNotSame(first, validator(engine, FIRST));
    assertTrue(engine.isStarted());
  }

  @Test
  void endsAValidationThatNobodyWaitsFor() {
    AtomicInteger questions = new AtomicInteger();
    ProfileValidator validator = validator(engine, FIRST);

    List<Finding> findings =
        validator.validate(
            "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}}",
            List.of(),
            () -> questions.incrementAndGet() > 0);

    assertEquals(List.of(), findings);
    assertEquals(1, questions.get());
  }

  @Test
  void seesTheJdkAndTheValidatorButNothingElseOfTheServer() throws Exception {
    try (ValidatorJars jars = new ValidatorJars();
        ValidatorClassLoader loader = new ValidatorClassLoader(jars.urls())) {
      assertSame(loader, loader.loadClass("ca.uhn.fhir.context.FhirContext").getClassLoader());
      assertSame(
          loader,
          loader.loadClass(ValidatorClassLoader.ADAPTER_PACKAGE + "HapiEngine").getClassLoader());
      assertSame(Finding.class, loader.loadClass(Finding.class.getName()));
      for (String hidden :
          List.of(
              ValidateOperation.class.getName(),
              "org.fhirserver.store.FhirException",
              "jakarta.ejb.EJB",
              "org.junit.jupiter.api.Test")) {
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass(hidden));
      }
    }
  }

  private static ProfileValidator validator(ValidatorEngine engine, TypeRevision revision) {
    return engine.validator(
        Tenant.DEFAULT,
        revision,
        (type, canonical) ->
            canonical.equals(PROFILE) ? Optional.of(ACTIVE_PATIENT) : Optional.empty());
  }

  private static long directories() throws IOException {
    try (var files =
        Files.newDirectoryStream(
            Path.of(System.getProperty("java.io.tmpdir")), "fhir-validator-*")) {
      long count = 0;
      for (Path file : files) {
        count += Files.isDirectory(file) ? 1 : 0;
      }
      return count;
    }
  }
}
