package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Changes the one resource that fulfils criteria.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@ApplicationScoped
public class ConditionalPatchInteraction {

  @Inject private AccessPolicy access;

  @Inject private MatchInteraction matches;

  @Inject private ConditionalTarget targets;

  @Inject private ProvenanceWrites writes;

  @Inject private PatchInteraction patches;

  /**
   * Patches the resource that fulfils the criteria.
   *
   * @param criteria the query of a search URL
   * @param ifMatch the version that the caller expects to change
   * @param keepMetaHistory whether a version is kept that differs from the new one in its meta only
   * @throws FhirException NOT_FOUND if no resource fulfils the criteria, PRECONDITION_FAILED if
   *     several do, the criteria narrow nothing or are not supported, or another version stands,
   *     INVALID if a value in the criteria is malformed or the patch cannot be made, FORBIDDEN
   */
  public Outcome patch(
      RequestContext context,
      ResourceType type,
      String criteria,
      Patch patch,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    access.require(context.caller(), Action.UPDATE, type);
    access.require(context.caller(), Action.SEARCH, type);
    Criteria parsed = asked(() -> Criteria.of(type, criteria));
    requireSupported(context, parsed);
    return writes.write(
        context,
        () -> {
          ResourceKey key = target(context, parsed);
          return patches.patchInTransaction(context, key, patch, ifMatch, keepMetaHistory);
        });
  }

  private ResourceKey target(RequestContext context, Criteria criteria) {
    return targets
        .hold(context, criteria)
        .map(ResourceVersion::key)
        .orElseThrow(
            () ->
                new FhirException(
                    Category.NOT_FOUND,
                    "not-found",
                    "No resource of type " + criteria.type() + " fulfils the criteria."));
  }

  /**
   * Looks at the criteria without searching; what cannot be asked is a condition that does not
   * hold.
   *
   * @throws FhirException PRECONDITION_FAILED if they narrow nothing or are not supported, INVALID
   *     if a value is malformed, FORBIDDEN
   */
  public void requireSupported(RequestContext context, Criteria criteria) {
    criteria.requireSelective(Category.PRECONDITION_FAILED);
    asked(
        () -> {
          matches.check(context, criteria);
          return criteria;
        });
  }

  private static Criteria asked(Supplier<Criteria> criteria) {
    try {
      return criteria.get();
    } catch (FhirException failure) {
      boolean unsupported =
          failure.issues().stream().allMatch(issue -> issue.code().equals("not-supported"));
      throw unsupported
          ? new FhirException(Category.PRECONDITION_FAILED, failure.issues())
          : failure;
    }
  }
}
