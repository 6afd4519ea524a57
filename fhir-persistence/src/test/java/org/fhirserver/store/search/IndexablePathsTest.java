package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexablePathsTest {

  @Test
  void splitsUnions() {
    assertEquals(
        List.of(path("Location", child("name")), path("Location", child("alias"))),
        IndexablePaths.parse("Location.name | Location.alias"));
  }

  @Test
  void readsPathsWithoutType() {
    assertEquals(
        List.of(path("", child("name")), path("", child("alias"))),
        IndexablePaths.parse("name | alias"));
  }

  @Test
  void readsAllFormsOfTypeSelectionAsOne() {
    PathExpression expected =
        path("Observation", child("value"), new PathStep.OfType("Quantity"), child("code"));

    assertEquals(List.of(expected), IndexablePaths.parse("(Observation.value as Quantity).code"));
    assertEquals(List.of(expected), IndexablePaths.parse("Observation.value.as(Quantity).code"));
    assertEquals(
        List.of(expected), IndexablePaths.parse("Observation.value.ofType(FHIR.Quantity).code"));
  }

  @Test
  void appliesWhatFollowsParenthesesToEachPathOfUnion() {
    assertEquals(
        List.of(path("A", child("b"), child("d")), path("A", child("c"), child("d"))),
        IndexablePaths.parse("(A.b | A.c).d"));
  }

  @Test
  void readsCriteria() {
    assertEquals(
        List.of(path("Patient", child("telecom"), new PathStep.Where("system", "e'mail"))),
        IndexablePaths.parse("Patient.telecom.where( system = 'e\\'mail' )"));
    assertEquals(
        List.of(path("Account", child("subject"), new PathStep.ResolvesTo("Patient"))),
        IndexablePaths.parse("Account.subject.where(resolve() is Patient)"));
  }

  @Test
  void readsExtensionByUrl() {
    assertEquals(
        List.of(
            path(
                "Patient",
                child("extension"),
                new PathStep.Where("url", "http://x.org/race"),
                child("value"))),
        IndexablePaths.parse("Patient.extension('http://x.org/race').value"));
  }

  @Test
  void readsIndexAndResourceVariable() {
    assertEquals(
        List.of(path("Bundle", child("entry"), new PathStep.Item(0), child("resource"))),
        IndexablePaths.parse("Bundle.entry[0].resource"));
    assertEquals(
        List.of(path("%resource", child("referenceSeq"))),
        IndexablePaths.parse("%resource.referenceSeq"));
  }

  @Test
  void readsExistenceAsOneStep() {
    assertEquals(
        List.of(path("Patient", child("deceased"), new PathStep.ExistsAndIsNotFalse())),
        IndexablePaths.parse("Patient.deceased.exists() and Patient.deceased != false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "|",
        "Patient.",
        "Patient..name",
        "Patient.name |",
        "Patient.name Patient.name",
        "Patient.name.first()",
        "Patient.name.exists()",
        "Patient.name.exists() and Patient.telecom != false",
        "Patient.name.exists() and Patient.name != true",
        "Patient.name.exists() or Patient.name != false",
        "Patient.name.exists().exists() and Patient.name.exists() != false",
        "Patient.name.where(use='official' and given='x')",
        "Patient.name.where(use)",
        "Patient.name.where(use='official'",
        "Patient.name.where(use='official)",
        "Patient.name.where(resolve() is 'Patient')",
        "Patient.name[-1]",
        "Patient.name[99999999999]",
        "(Patient.name | Patient.contact.name)[0]",
        "Patient.extension(url)",
        "Observation.value as",
        "Observation.value as 'Quantity'",
        "%context.name",
        "%resource%resource",
        "'Patient'",
        "''",
        "5",
        "``",
        "Patient.name + Patient.name",
        "Patient.name = 'x'",
        "$this.name",
        "(Patient.name",
        "Patient.name)"
      })
  void refusesWhatCannotBeIndexed(String expression) {
    FhirException refusal =
        assertThrows(FhirException.class, () -> IndexablePaths.parse(expression));

    assertEquals(FhirException.Category.INVALID, refusal.category());
    assertTrue(refusal.getMessage().contains("'" + expression + "'"), refusal.getMessage());
  }

  @Test
  void refusesDeepNesting() {
    String expression = "(".repeat(10_000) + "Patient.name" + ")".repeat(10_000);

    assertThrows(FhirException.class, () -> IndexablePaths.parse(expression));
  }

  private static PathExpression path(String root, PathStep... steps) {
    return new PathExpression(root, List.of(steps));
  }

  private static PathStep child(String name) {
    return new PathStep.Child(name);
  }
}
