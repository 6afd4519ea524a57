package org.fhirserver.store.search;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;

/**
 * A search parameter that is known and cannot be searched by now. It is no unknown one: it is never
 * left out, however lenient the client.
 */
public final class UnavailableParameterException extends FhirException {
  private static final long serialVersionUID = 1L;

  private UnavailableParameterException(String code, String diagnostics) {
    super(Category.INVALID, code, diagnostics);
  }

  static UnavailableParameterException of(ResourceType type, CustomParameter parameter) {
    String name = "The search parameter '" + parameter.definition().code() + "' for " + type;
    if (parameter.state().isRetired()) {
      return new UnavailableParameterException(
          "not-supported", name + " is retired: SearchParameter/" + parameter.id() + " says so.");
    }
    return parameter
        .progress()
        .filter(CustomParameter.Backfill::hasFailed)
        .map(
            failed ->
                new UnavailableParameterException(
                    "transient",
                    name
                        + " is not ready: job "
                        + failed.job()
                        + " could not index all resources."))
        .orElseGet(
            () ->
                new UnavailableParameterException(
                    "transient",
                    name
                        + " is not ready yet: "
                        + parameter.progress().map(CustomParameter.Backfill::percent).orElse(0)
                        + " % of the resources are indexed."));
  }
}
