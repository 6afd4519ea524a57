package org.fhirserver.service.validation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.ReferenceResolver;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.service.validation.ValidationBody.UncheckedResource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * Says what is wrong with a resource, or why what is planned with it would be refused; changes
 * nothing.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-validate.html">$validate</a>
 */
@ApplicationScoped
public class ValidateOperation implements Operation {
  private static final Issue ALL_OK =
      new Issue("information", "informational", "All OK: no issues were found.", Optional.empty());

  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "validate",
          "Validate a resource",
          "Checks whether a resource is valid by the specification, by the profiles that it names"
              + " and by one more, and whether it could be created, updated or deleted. Profiles,"
              + " value sets and code systems that are stored here are known.",
          "http://hl7.org/fhir/OperationDefinition/Resource-validate",
          Set.of(OperationLevel.TYPE, OperationLevel.INSTANCE),
          Set.of(),
          Set.of(OperationMethod.GET, OperationMethod.POST),
          false,
          List.of(
              OperationParameter.input(
                  "resource",
                  "Resource",
                  "the resource, or else the stored one of the URL; it may also be the body"
                      + " itself"),
              OperationParameter.input(
                  "mode", "code", "what it is meant for: create, update, delete or profile"),
              OperationParameter.input(
                  "profile", "uri", "the canonical URL of a profile to hold the resource against"),
              OperationParameter.output(
                  "return", "OperationOutcome", "the issues, or one that says there are none")));

  @Inject private AccessPolicy access;

  @Inject private FhirJson json;

  @Inject private ReadInteraction reads;

  @Inject private UpdateInteraction updates;

  @Inject private ReferenceResolver references;

  @Inject private ProfileValidation profiles;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean readsUncheckedBody() {
    return true;
  }

  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    ResourceType type = call.type().orElseThrow();
    access.require(context.caller(), Action.VALIDATE, type);
    Optional<ResourceKey> key = call.id().map(id -> new ResourceKey(type, id));
    ValidationRequest request = ValidationRequest.of(call, json);
    requireType(request.resource(), type);
    List<Issue> issues =
        request.mode().filter(ValidationMode.DELETE::equals).isPresent()
            ? issuesOfDeletion(context, requireKey(key))
            : issues(context, type, key, request);
    return OperationAnswer.ok(
        OperationOutcomeJson.write(
            context.requestId(), issues.isEmpty() ? List.of(ALL_OK) : issues));
  }

  private List<Issue> issuesOfDeletion(RequestContext context, ResourceKey key) {
    reads.read(context, key);
    return issuesOf(() -> access.require(context.caller(), Action.DELETE, key.type()));
  }

  private List<Issue> issues(
      RequestContext context,
      ResourceType type,
      Optional<ResourceKey> key,
      ValidationRequest request) {
    if (request.resource().isEmpty()) {
      byte[] stored = reads.read(context, requireKey(key)).body();
      return profiles.validate(context.tenant(), stored, request.profiles());
    }
    Element resource;
    try {
      resource = json.read(request.resource().get().json());
    } catch (FhirException invalid) {
      return invalid.issues();
    }
    List<Issue> issues = new ArrayList<>();
    request
        .mode()
        .ifPresent(mode -> issues.addAll(issuesOfPlan(context, type, key, mode, resource)));
    issues.addAll(profiles.validate(context.tenant(), json.write(resource), request.profiles()));
    return issues;
  }

  /** Why a resource that is valid by itself could not be stored. */
  private List<Issue> issuesOfPlan(
      RequestContext context,
      ResourceType type,
      Optional<ResourceKey> key,
      ValidationMode mode,
      Element resource) {
    return switch (mode) {
      case CREATE ->
          issuesOf(
              () -> {
                access.require(context.caller(), Action.CREATE, type);
                references.resolve(context, resource);
              });
      case UPDATE -> {
        ResourceKey target = requireKey(key);
        yield issuesOf(
            () -> {
              updates.check(context, target, resource);
              references.resolve(context, resource);
            });
      }
      case DELETE, PROFILE -> List.of();
    };
  }

  private static List<Issue> issuesOf(Runnable plan) {
    try {
      plan.run();
      return List.of();
    } catch (FhirException refused) {
      return refused.issues();
    }
  }

  private static ResourceKey requireKey(Optional<ResourceKey> key) {
    return key.orElseThrow(
        () ->
            FhirException.invalid(
                "There is no resource to validate: the body must hold one, or the URL must name"
                    + " one by its id, as the modes update and delete need it."));
  }

  private static void requireType(Optional<UncheckedResource> resource, ResourceType type) {
    if (resource.isPresent() && !resource.get().type().equals(type.typeName())) {
      throw new FhirException(
          Category.INVALID,
          "invalid",
          "Resource type in the URL must match resourceType in the resource.");
    }
  }
}
