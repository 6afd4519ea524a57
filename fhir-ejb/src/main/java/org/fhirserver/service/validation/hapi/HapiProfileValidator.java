package org.fhirserver.service.validation.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity;
import ca.uhn.fhir.validation.IValidationContext;
import ca.uhn.fhir.validation.ValidationContext;
import ca.uhn.fhir.validation.ValidationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.fhirserver.service.validation.Finding;
import org.fhirserver.service.validation.ProfileValidator;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain.CacheConfiguration;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.utilities.i18n.I18nConstants;
import org.hl7.fhir.utilities.validation.ValidationMessage;

/** Holds resources against what the specification and one source of stored definitions say. */
final class HapiProfileValidator implements ProfileValidator {
  private static final String ERROR = "error";

  /** Stored definitions that change get a validator of their own, so nothing here goes stale. */
  private static final Duration FOREVER = Duration.ofDays(365);

  private final ValidationSupportChain chain;
  private final AbandonableSupport support;
  private final TypedValidator validator;

  HapiProfileValidator(
      DefaultProfileValidationSupport specification, StoredDefinitionsSupport stored) {
    FhirContext context = specification.getFhirContext();
    chain =
        new ValidationSupportChain(
            CacheConfiguration.defaultValues().setCacheTimeout(FOREVER),
            specification,
            stored,
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context),
            unknownCodeSystems(context));
    support = new AbandonableSupport(chain);
    validator = new TypedValidator(support);
    validator.setAnyExtensionsAllowed(true);
    validator.setAllowExamples(true);
    validator.setErrorForUnknownProfiles(false);
    validator.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
  }

  /** Makes codes of code systems that are not at hand a warning. */
  @SuppressWarnings("deprecation") // what replaces it belongs to the library's own server
  private static UnknownCodeSystemWarningValidationSupport unknownCodeSystems(FhirContext context) {
    UnknownCodeSystemWarningValidationSupport unknown =
        new UnknownCodeSystemWarningValidationSupport(context);
    unknown.setNonExistentCodeSystemSeverity(IssueSeverity.WARNING);
    return unknown;
  }

  @Override
  public List<Finding> validate(String json, List<String> profiles, BooleanSupplier isAbandoned) {
    support.watch(isAbandoned);
    try {
      return validate(json, profiles);
    } catch (AbandonableSupport.AbandonedError abandoned) {
      return List.of();
    } finally {
      support.unwatch();
    }
  }

  private List<Finding> validate(String json, List<String> profiles) {
    List<Finding> findings = new ArrayList<>();
    ValidationOptions options = new ValidationOptions();
    for (String profile : profiles) {
      if (chain.fetchStructureDefinition(profile) == null) {
        findings.add(error("not-found", "The profile '" + profile + "' is not known here."));
      } else {
        options.addProfile(profile);
      }
    }
    return Stream.concat(findings.stream(), findings(json, options)).distinct().toList();
  }

  /** A stored profile may be such that no resource can be held against it. */
  private Stream<Finding> findings(String json, ValidationOptions options) {
    try {
      return validator
          .messages(ValidationContext.forText(chain.getFhirContext(), json, options))
          .stream()
          .filter(message -> !isRepetition(message))
          .map(HapiProfileValidator::finding);
    } catch (StackOverflowError deep) {
      return Stream.of(error("too-costly", "A profile or the resource refers to itself too deep."));
    } catch (RuntimeException unusable) {
      return Stream.of(
          error(
              "processing",
              "A profile cannot be used: "
                  + Optional.ofNullable(unusable.getMessage())
                      .map(text -> text.replaceFirst("^(HAPI-\\d+: )+", ""))
                      .orElse("it is not consistent")));
    }
  }

  /** That a profile of meta.profile is unknown is said at its place, and again for the whole. */
  private static boolean isRepetition(ValidationMessage message) {
    return I18nConstants.VALIDATION_VAL_PROFILE_UNKNOWN.equals(message.getMessageId())
        && message.getLocation() == null;
  }

  private static Finding error(String code, String diagnostics) {
    return new Finding(ERROR, code, diagnostics, Optional.empty());
  }

  private static Finding finding(ValidationMessage message) {
    return new Finding(
        Optional.ofNullable(message.getLevel()).map(level -> level.toCode()).orElse(ERROR),
        Optional.ofNullable(message.getType()).map(type -> type.toCode()).orElse("processing"),
        Optional.ofNullable(message.getMessage()).orElse("The resource is not valid."),
        Optional.ofNullable(message.getLocation())
            .map(location -> message.getStrippedLocation())
            .filter(location -> !location.isBlank()));
  }

  /** The library's own way to its messages drops their types. */
  private static final class TypedValidator extends FhirInstanceValidator {
    TypedValidator(AbandonableSupport support) {
      super(support);
    }

    List<ValidationMessage> messages(IValidationContext<?> resource) {
      return validate(resource);
    }
  }
}
