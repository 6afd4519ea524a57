package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AnonymousPathsTest {

  @Test
  void letsEveryoneReadTheCapabilities() {
    assertTrue(AnonymousPaths.contains("GET", "metadata"));
    assertTrue(AnonymousPaths.contains("HEAD", "/metadata"));
    assertTrue(AnonymousPaths.contains("OPTIONS", "/metadata/"));
  }

  @Test
  void letsEveryoneAskForTheMethods() {
    assertTrue(AnonymousPaths.contains("OPTIONS", "/Patient/p1"));
  }

  @Test
  void keepsEverythingElseClosed() {
    assertFalse(AnonymousPaths.contains("POST", "/metadata"));
    assertFalse(AnonymousPaths.contains("GET", "/Metadata"));
    assertFalse(AnonymousPaths.contains("GET", "/metadata/x"));
    assertFalse(AnonymousPaths.contains("GET", "/Patient/metadata"));
    assertFalse(AnonymousPaths.contains("GET", "//metadata"));
    assertFalse(AnonymousPaths.contains("GET", "/"));
    assertFalse(AnonymousPaths.contains("GET", ""));
  }
}
