package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeConditionTest {

  @Test
  void admitsTheNamedTypes() {
    TypeCondition condition = condition("_type", "Patient,Group,Patient");

    assertTrue(condition.admits(ResourceType.PATIENT));
    assertFalse(condition.admits(ResourceType.OBSERVATION));
    assertEquals(new QueryParameter("_type", "Patient,Group"), condition.parameter());
  }

  @Test
  void admitsAllOthersWithNot() {
    TypeCondition condition = condition("_type:not", "Patient");

    assertFalse(condition.admits(ResourceType.PATIENT));
    assertTrue(condition.admits(ResourceType.OBSERVATION));
    assertEquals(new QueryParameter("_type:not", "Patient"), condition.parameter());
  }

  @Test
  void tellsWhatIsNoType() {
    TypeCondition condition = condition("_type", "Patient,patient,Parameters,DomainResource");

    assertEquals(List.of("patient", "Parameters", "DomainResource"), condition.unknown());
    assertEquals(new QueryParameter("_type", "Patient"), condition.parameter());
    assertThrows(FhirException.class, condition::requireKnown);
    assertEquals(new QueryParameter("_type", "Foo"), condition("_type", "Foo,").parameter());
    assertTrue(condition("_type", "F".repeat(10_000)).unknownNames().length() < 250);
  }

  @ParameterizedTest
  @CsvSource({"_type,''", "_type,','", "_type:missing,true", "_type:Patient,x"})
  void refusesWhatSaysNothing(String name, String value) {
    FhirException refused =
        assertThrows(FhirException.class, () -> condition(name, value).requireKnown());

    assertEquals(FhirException.Category.INVALID, refused.category());
  }

  @Test
  void isTrueOrFalseForOneType() {
    assertEquals("(all)", SearchParsing.tree("Patient?_type=Group,Patient"));
    assertEquals("(none)", SearchParsing.tree("Patient?_type=Group"));
    assertEquals("(none)", SearchParsing.tree("Patient?_type:not=Patient"));
    assertEquals(1, SearchParsing.refusal("Patient?_type=Foo").size());
  }

  private static TypeCondition condition(String name, String value) {
    return TypeCondition.of(new QueryParameter(name, value));
  }
}
