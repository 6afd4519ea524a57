package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FhirContentTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fhir+json",
        "application/json",
        "text/json",
        "Application/FHIR+JSON;charset=UTF-8",
        "application/json ; charset=\"utf-8\" ; fhirVersion=4.0",
        "application/fhir+json;",
      })
  void takesJsonOfThisVersion(String contentType) {
    assertEquals(Syntax.JSON, FhirContentType.require(Optional.of(contentType)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/fhir+xml",
        "application/xml",
        "text/xml; charset=utf-8",
        "application/xml+fhir",
      })
  void takesXmlOfThisVersion(String contentType) {
    assertEquals(Syntax.XML, FhirContentType.require(Optional.of(contentType)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/html",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json-patch+json",
        "application/jsonx",
        "application/fhir+json; charset=iso-8859-1",
        "application/fhir+json; fhirVersion=3.0",
        "application/fhir+json; charset",
      })
  void refusesEverythingElse(String contentType) {
    FhirException refused =
        assertThrows(FhirException.class, () -> FhirContentType.require(Optional.of(contentType)));
    assertEquals(Category.UNSUPPORTED_MEDIA_TYPE, refused.category());
  }

  @Test
  void demandsTheHeader() {
    FhirException refused =
        assertThrows(FhirException.class, () -> FhirContentType.require(Optional.empty()));
    assertEquals(
        List.of(Issue.error("not-supported", "The header Content-Type is required.")),
        refused.issues());
  }
}
