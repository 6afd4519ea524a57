package org.fhirserver.service.terminology;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.terminology.CodeHierarchy;
import org.fhirserver.store.terminology.CodeSet;

/** For searches of the server itself, which have no caller and ask for no value set. */
public final class NoCodes implements CodeSource {
  private static final int MAX_CODES = 10_000;

  @Override
  public CodeSet valueSet(String reference) {
    throw unknown("value set", reference);
  }

  @Override
  public CodeSet hierarchy(CodeHierarchy direction, String system, String code) {
    throw unknown("code system", system);
  }

  @Override
  public int maxCodes() {
    return MAX_CODES;
  }

  private static FhirException unknown(String what, String url) {
    return new FhirException(
        Category.INVALID, "not-found", "The " + what + " '" + url + "' is not known here.");
  }
}
