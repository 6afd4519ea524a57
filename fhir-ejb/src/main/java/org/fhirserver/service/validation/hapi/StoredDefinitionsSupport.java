package org.fhirserver.service.validation.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import org.fhirserver.service.validation.DefinitionSource;
import org.hl7.fhir.common.hapi.validation.support.BaseValidationSupport;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/** Gives the validator the profiles, value sets and code systems that are stored here. */
final class StoredDefinitionsSupport extends BaseValidationSupport {
  /** No id of the specification begins so: the validator tells expansions apart by id. */
  private static final String ID_PREFIX = "stored.";

  private final DefinitionSource stored;

  StoredDefinitionsSupport(FhirContext context, DefinitionSource stored) {
    super(context);
    this.stored = stored;
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    return find(StructureDefinition.class, url);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return find(ValueSet.class, url);
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String url) {
    return find(CodeSystem.class, url);
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext context, String url) {
    return false; // another part of the chain looks codes up, in what this one finds
  }

  private <T extends Resource> @Nullable T find(Class<T> type, @Nullable String url) {
    if (url == null || url.isBlank()) {
      return null;
    }
    return stored
        .find(type.getSimpleName(), url)
        .map(
            json -> {
              T definition =
                  getFhirContext()
                      .newJsonParser()
                      .setParserErrorHandler(new LenientErrorHandler(false))
                      .parseResource(type, json);
              definition.setId(ID_PREFIX + definition.getIdElement().getIdPart());
              return definition;
            })
        .orElse(null);
  }
}
