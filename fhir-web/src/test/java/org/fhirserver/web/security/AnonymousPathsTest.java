package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnonymousPathsTest {

  @Test
  void letsEveryoneReadTheCapabilities() {
    assertTrue(isOpen("GET", "metadata"));
    assertTrue(isOpen("HEAD", "/metadata"));
    assertTrue(isOpen("OPTIONS", "/metadata/"));
  }

  @Test
  void letsEveryoneAskForTheVersionsOfFhir() {
    assertTrue(isOpen("GET", "/$versions"));
    assertFalse(isOpen("POST", "/$versions"));
    assertFalse(isOpen("GET", "/Patient/$versions"));
  }

  @Test
  void letsEveryoneReadTheDefinitionsOfOperations() {
    assertTrue(isOpen("GET", "/OperationDefinition/everything"));
    assertFalse(isOpen("PUT", "/OperationDefinition/everything"));
    assertFalse(isOpen("GET", "/OperationDefinition"));
    assertFalse(isOpen("GET", "/OperationDefinition/"));
    assertFalse(isOpen("GET", "/OperationDefinition/other"));
    assertFalse(isOpen("GET", "/OperationDefinition/everything/_history"));
  }

  @Test
  void letsEveryoneAskForTheMethods() {
    assertTrue(isOpen("OPTIONS", "/Patient/p1"));
  }

  @Test
  void keepsEverythingElseClosed() {
    assertFalse(isOpen("POST", "/metadata"));
    assertFalse(isOpen("GET", "/Metadata"));
    assertFalse(isOpen("GET", "/metadata/x"));
    assertFalse(isOpen("GET", "/Patient/metadata"));
    assertFalse(isOpen("GET", "//metadata"));
    assertFalse(isOpen("GET", "/"));
    assertFalse(isOpen("GET", ""));
  }

  private static boolean isOpen(String method, String path) {
    return AnonymousPaths.contains(method, path, "everything"::equals);
  }
}
