package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriteriaTest {
  private static final Criteria SAMPLE = of("birthdate=1970&identifier=http://a/b|1%202");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identifier=http://a/b|1%202&birthdate=1970",
        "identifier=http%3A%2F%2Fa%2fb%7C1+2&birthdate=1970",
        "birthdate=1970&%69dentifier=http://a/b|1%202&",
        "birthdate=1970&identifier=http://a/b|1%202&birthdate=1970",
        "birthdate=1970&identifier=http://a/b|1%202&family=",
        "birthdate=1970&identifier=http://a/b|1%202&_count=1&_sort=_id&_summary=x&_total=none&ct=y",
        "Patient?birthdate=1970&identifier=http://a/b|1%202",
        "http://localhost/fhir/Patient?_format=json&birthdate=1970&identifier=http://a/b|1%202",
      })
  void areEqualHoweverTheyAreWritten(String query) {
    assertEquals(SAMPLE, of(query));
    assertEquals(SAMPLE.toString(), of(query).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "birthdate=1970&identifier=http://a/b|1%2B2",
        "birthdate=1970&identifier:not=http://a/b|1%202",
        "birthdate=1970&identifier=http://a/b|1%202&family=x",
        "birthdate=1970",
        "birthdate=1970&identifier=http://a/b|1\\ 2",
      })
  void differIfTheyAskForSomethingElse(String query) {
    assertNotEquals(SAMPLE.toString(), of(query).toString());
  }

  @Test
  void cannotBeConfusedByWhatValuesContain() {
    assertNotEquals(of("family=a%26given=b").toString(), of("family=a&given=b").toString());
    assertEquals("Patient?family=a%26given%3Db", of("family=a%26given=b").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_include=Patient:link", "_revinclude:iterate=Group:member"})
  void refuseIncludes(String query) {
    FhirException failure = assertThrows(FhirException.class, () -> of("family=a&" + query));

    assertEquals("not-supported", failure.issues().get(0).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Group?code=a", "http://a/Patient/Group?code=a", "?code=a", "/?code=a"})
  void refuseSearchesOfOtherTypes(String query) {
    assertThrows(FhirException.class, () -> of(query));
  }

  @Test
  void mayAskForValuesWithQuestionMarks() {
    assertEquals("Patient?family=a%3Fb%3Dc", of("family=a?b=c").toString());
  }

  @Test
  void areNotSelectiveWithoutConditions() {
    FhirException failure =
        assertThrows(
            FhirException.class,
            () ->
                of("_count=1&family=&")
                    .requireSelective(FhirException.Category.PRECONDITION_FAILED));

    assertEquals(FhirException.Category.PRECONDITION_FAILED, failure.category());
  }

  private static Criteria of(String query) {
    return Criteria.of(ResourceType.PATIENT, query);
  }
}
