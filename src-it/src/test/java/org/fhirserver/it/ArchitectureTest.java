package org.fhirserver.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the modules apart and the names in order, over the compiled classes of the server. */
class ArchitectureTest {
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .importPaths(
              Stream.of("fhir-persistence", "fhir-ejb", "fhir-web")
                  .map(module -> Path.of("..", module, "target", "classes"))
                  .toList());

  private static final String STORE = "org.fhirserver.store..";
  private static final String SERVICE = "org.fhirserver.service..";
  private static final String PROFILE_VALIDATOR = "org.fhirserver.service.validation.hapi..";
  private static final String WEB = "org.fhirserver.web..";

  @Test
  void readsTheClassesOfTheServer() {
    assertTrue(SERVER.contain("org.fhirserver.store.FhirException"));
  }

  @Test
  void dependsOneWayFromWebToServiceToStore() {
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("web")
            .definedBy(WEB)
            .layer("service")
            .definedBy(SERVICE)
            .layer("store")
            .definedBy(STORE)
            .whereLayer("web")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("service")
            .mayOnlyBeAccessedByLayers("web")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("web", "service"));
  }

  @Test
  void keepsEveryClassInASegmentOfItsModule() {
    check(classes().should().resideInAnyPackage(STORE, SERVICE, WEB));
  }

  @Test
  void usesHttpOnlyInWeb() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(WEB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet.."));
  }

  @Test
  void usesPersistenceAndSqlOnlyInStore() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "jakarta.persistence..", "java.sql..", "javax.sql..", "org.flywaydb.."));
  }

  @Test
  void usesEnterpriseBeansAndBatchOnlyInService() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(SERVICE)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("jakarta.ejb..", "jakarta.batch..")
                    .and(not(name("jakarta.ejb.ApplicationException")))));
  }

  @Test
  void knowsNoServerNoMapperAndNoModelOfAVendor() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "com.ibm..",
                "io.openliberty..",
                "org.wildfly..",
                "org.jboss..",
                "org.eclipse.persistence..",
                "org.apache.derby..",
                "org.postgresql.."));
  }

  @Test
  void talksToTheProfileValidatorOnlyWhereItsOwnLoaderLoads() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(PROFILE_VALIDATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROFILE_VALIDATOR, "ca.uhn..", "org.hl7.."));
  }

  @Test
  void logsThroughTheSystemLogger() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging.."));
  }

  @Test
  void namesTheMeansAndNotThePattern() {
    check(noClasses().should().haveNameMatching(".*(Impl|Helper|Utils?|Manager|Base)"));
  }

  @Test
  void callsJaxRsClassesEndpoints() {
    check(
        classes()
            .that()
            .areAnnotatedWith("jakarta.ws.rs.Path")
            .should()
            .haveSimpleNameEndingWith("Endpoint"));
  }

  @Test
  void keepsNoMutableStaticState() {
    check(fields().that().areStatic().should().beFinal());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SERVER);
  }
}
