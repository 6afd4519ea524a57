package org.fhirserver.service.validation.hapi;

import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import java.util.function.BooleanSupplier;
import org.hl7.fhir.common.hapi.validation.support.BaseValidationSupportWrapper;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Ends a validation that nobody waits for any more when it next asks for a definition or a code.
 * Threads are not interrupted for that: an embedded database would suffer.
 */
final class AbandonableSupport extends BaseValidationSupportWrapper {
  private final ThreadLocal<BooleanSupplier> abandoned = ThreadLocal.withInitial(() -> () -> false);

  AbandonableSupport(IValidationSupport chain) {
    super(chain.getFhirContext(), chain);
  }

  /** Ends what this thread does from now on when the condition becomes true. */
  void watch(BooleanSupplier isAbandoned) {
    abandoned.set(isAbandoned);
  }

  /** Ends the watch of this thread. */
  void unwatch() {
    abandoned.remove();
  }

  @Override
  public <T extends IBaseResource> @Nullable T fetchResource(Class<T> type, String url) {
    check();
    return super.fetchResource(type, url);
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext context,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      String valueSetUrl) {
    check();
    return super.validateCode(context, options, system, code, display, valueSetUrl);
  }

  @Override
  public @Nullable CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext context,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      IBaseResource valueSet) {
    check();
    return super.validateCodeInValueSet(context, options, system, code, display, valueSet);
  }

  private void check() {
    if (abandoned.get().getAsBoolean()) {
      throw new AbandonedError();
    }
  }

  /** No exception, since the validator takes those for its own. */
  static final class AbandonedError extends Error {
    private static final long serialVersionUID = 1L;
  }
}
