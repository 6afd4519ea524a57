package org.fhirserver.service.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewRequestTest {

  @Test
  void asksForTheWholeIfNothingIsSaid() {
    assertEquals(ViewRequest.WHOLE, view("name=x&_count=5"));
    assertEquals(ViewRequest.WHOLE, view("_summary=false"));
  }

  @Test
  void takesElementsFromOneOrSeveralLists() {
    assertEquals(
        Set.of("name", "Patient.gender", "birthDate"),
        view("_elements=name,Patient.gender&_elements=birthDate&_summary=false").elements());
  }

  @Test
  void knowsThatOnlyANumberIsWanted() {
    assertTrue(view("_summary=count").isCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_summary=",
        "_summary=xyz",
        "_summary=_count",
        "_summary=TRUE",
        "_summary=true,text",
        "_elements=",
        "_elements=%20",
        "_elements=,",
        "_elements=name&_summary=true",
        "_summary=count&_elements=name"
      })
  void refusesWhatFhirDoesNotDefine(String query) {
    assertThrows(FhirException.class, () -> view(query));
  }

  private static ViewRequest view(String query) {
    return ViewRequest.of(QueryString.parse(query));
  }
}
