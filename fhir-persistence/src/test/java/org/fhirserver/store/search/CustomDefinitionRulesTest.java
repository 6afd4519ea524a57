package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomDefinitionRulesTest {
  private static final RegistryCompiler COMPILER =
      new RegistryCompiler(FhirDefinitions.load(), SearchParameterDefinitions.load());

  private final CustomDefinitionRules rules = new CustomDefinitionRules(COMPILER);

  @Test
  void indexesNothingForDefinitionsOfTheSpecification() {
    SearchParameterDefinition specified =
        new SearchParameterDefinition(
            "http://hl7.org/fhir/SearchParameter/individual-gender",
            "gender",
            "token",
            List.of("Patient"),
            Optional.of("Patient.nonsense"),
            List.of(),
            List.of());

    assertEquals(Optional.empty(), rules.toIndex(received(specified, Optional.empty())));
  }

  @Test
  void leavesToTheSpecificationWhatReadsTheSame() {
    assertEquals(
        Optional.empty(),
        rules.toIndex(
            received(definition("birthdate", "date", "(Patient.birthDate)"), Optional.empty())));
    assertEquals(
        Optional.empty(),
        rules.toIndex(
            received(
                definition("family", "string", "Patient.name.text"),
                Optional.of("http://hl7.org/fhir/SearchParameter/individual-family"))));
  }

  @Test
  void indexesOnlyTypesForWhichTheSpecificationHasNothing() {
    SearchParameterDefinition both =
        new SearchParameterDefinition(
            "http://example.org/gender",
            "gender",
            "token",
            List.of("Patient", "Organization"),
            Optional.of("Patient.gender | Organization.active"),
            List.of(),
            List.of());

    Optional<SearchParameterDefinition> indexed = rules.toIndex(received(both, Optional.empty()));

    assertEquals(List.of("Organization"), indexed.orElseThrow().bases());
  }

  @Test
  void refusesNameThatTheSpecificationGivesToSomethingElse() {
    for (String code : List.of("gender", "_text")) {
      FhirException refusal =
          assertThrows(
              FhirException.class,
              () ->
                  rules.toIndex(
                      received(definition(code, "token", "Patient.active"), Optional.empty())));
      assertEquals(Category.CONFLICT, refusal.category());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a:b", "a b", "ct", "1a", "_new", "ä", ""})
  void refusesNamesThatUrlsCannotCarry(String code) {
    FhirException refusal =
        assertThrows(
            FhirException.class,
            () ->
                rules.toIndex(
                    received(definition(code, "token", "Patient.active"), Optional.empty())));

    assertEquals(Category.INVALID, refusal.category());
  }

  @Test
  void refusesWhatWouldRenumberElementsThatAreIndexed() {
    CustomParameter family = custom(1, definition("k", "string", "Patient.contact.name.family"));
    SearchParameterDefinition composite =
        new SearchParameterDefinition(
            "http://example.org/c",
            "c",
            "composite",
            List.of("Patient"),
            Optional.of("Patient.contact"),
            List.of(),
            List.of(
                new SearchParameterDefinition.Component(family.definition().url(), "name.family")));

    FhirException refusal =
        assertThrows(FhirException.class, () -> rules.admit(List.of(family), custom(2, composite)));

    assertTrue(refusal.getMessage().contains("Patient.contact.name.family"));
  }

  @Test
  void readsChoicesThatAreWrittenWithTheirType() {
    CustomParameter dated =
        custom(1, definition("d", "date", "Patient.extension.where(url='u').valueDateTime"));

    SearchParameterRegistry registry = rules.admit(List.of(), dated);

    assertEquals(
        "Patient.extension.where(url='u').value.ofType(dateTime)",
        registry.compiled(ResourceType.PATIENT, "d").sources().get(0).path().expression());
  }

  @Test
  void withholdsWhatIsNotCompleteAndSaysHowFarItIs() {
    CustomParameter pending =
        new CustomParameter(
            Tenant.DEFAULT,
            1,
            "sp",
            CustomParameterState.PENDING,
            2,
            definition("p", "token", "Patient.contact.gender"),
            Optional.of(new CustomParameter.Backfill(45, false, 7)));

    SearchParameterRegistry registry = COMPILER.with(List.of(pending));

    UnavailableParameterException refusal =
        assertThrows(
            UnavailableParameterException.class, () -> registry.find(ResourceType.PATIENT, "p"));
    assertEquals(
        "The search parameter 'p' for Patient is not ready yet: 45 % of the resources are indexed.",
        refusal.getMessage());
    assertTrue(
        registry.parameters(ResourceType.PATIENT).stream()
            .noneMatch(parameter -> parameter.code().equals("p")));
    assertEquals(Optional.empty(), registry.find(ResourceType.GROUP, "p"));
  }

  @Test
  void keepsIndexingWhatNodesMayStillSearchBy() {
    CustomParameter leaving =
        custom(1, definition("p", "token", "Patient.contact.gender"))
            .as(CustomParameterState.LEAVING);
    CustomParameter left = leaving.as(CustomParameterState.LEFT);

    assertEquals(Optional.empty(), COMPILER.with(List.of(leaving)).find(ResourceType.PATIENT, "p"));
    assertEquals(
        COMPILER.specified().paths(ResourceType.PATIENT).size() + 1,
        COMPILER.with(List.of(leaving)).paths(ResourceType.PATIENT).size());
    assertTrue(COMPILER.with(List.of(left)).isEditionOf(COMPILER.specified()));
  }

  @Test
  void makesOnlyRowsThatNobodyElseHasMade() {
    CustomParameter active = custom(1, definition("a", "token", "Patient.contact.gender"));
    CustomParameter pending = active.as(CustomParameterState.PENDING);
    CustomParameter same = custom(2, definition("b", "token", "Patient.contact.gender"));
    CustomParameter specified = custom(3, definition("c", "token", "Patient.gender"));

    assertEquals(Map.of(), COMPILER.missing(List.of(active), same));
    assertEquals(Map.of(), COMPILER.missing(List.of(), specified));
    assertEquals(Set.of(ResourceType.PATIENT), COMPILER.missing(List.of(pending), same).keySet());
    assertEquals(Map.of(), COMPILER.orphaned(List.of(pending, same), same));
    assertFalse(COMPILER.orphaned(List.of(same), same).isEmpty());
  }

  private static CustomParameter custom(long key, SearchParameterDefinition definition) {
    return new CustomParameter(
        Tenant.DEFAULT,
        key,
        "id" + key,
        CustomParameterState.ACTIVE,
        2,
        definition,
        Optional.empty());
  }

  private static ReceivedParameter received(
      SearchParameterDefinition definition, Optional<String> derivedFrom) {
    return new ReceivedParameter("active", derivedFrom, definition);
  }

  private static SearchParameterDefinition definition(String code, String type, String expression) {
    return new SearchParameterDefinition(
        "http://example.org/" + code,
        code,
        type,
        List.of("Patient"),
        Optional.of(expression),
        List.of(),
        List.of());
  }
}
