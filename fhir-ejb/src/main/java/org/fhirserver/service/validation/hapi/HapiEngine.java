package org.fhirserver.service.validation.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.function.Function;
import org.fhirserver.service.validation.DefinitionSource;
import org.fhirserver.service.validation.ProfileValidator;
import org.hl7.fhir.utilities.http.ManagedWebAccess;

/**
 * Makes validators; they share what the specification defines, which is read once and is most of
 * what they need of memory.
 */
public final class HapiEngine implements Function<DefinitionSource, ProfileValidator> {
  private final FhirContext context = FhirContext.forR4();
  private final DefaultProfileValidationSupport specification =
      new DefaultProfileValidationSupport(context);

  /** An engine that never asks the network. */
  public HapiEngine() {
    ManagedWebAccess.setAccessPolicy(ManagedWebAccess.WebAccessPolicy.PROHIBITED);
  }

  @Override
  public ProfileValidator apply(DefinitionSource stored) {
    return new HapiProfileValidator(specification, new StoredDefinitionsSupport(context, stored));
  }
}
