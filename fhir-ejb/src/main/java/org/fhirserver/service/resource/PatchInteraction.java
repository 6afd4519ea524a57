package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;

/**
 * Changes part of a resource; the result is checked and stored like an update.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#patch">patch</a>
 */
@ApplicationScoped
public class PatchInteraction {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private ProvenanceWrites writes;

  @Inject private ReferenceResolver references;

  @Inject private UpdateInteraction updates;

  @Inject private FhirJson json;

  @Inject private ResourceStore store;

  @Inject
  @ConfigProperty(name = "fhir.request.max-body-size", defaultValue = "268435456")
  private int maxSize;

  /**
   * Patches a resource; one that says the same afterwards stays as it is.
   *
   * @param ifMatch the version that the caller expects to change
   * @param keepMetaHistory whether a version is kept that differs from the new one in its meta only
   * @throws FhirException NOT_FOUND if there is no such resource, PRECONDITION_FAILED if another
   *     version stands, INVALID if the patch cannot be made or leaves no valid resource, TOO_LARGE
   *     if it leaves one larger than a request may be, FORBIDDEN
   * @throws DeletedException if it has been deleted
   */
  public Outcome patch(
      RequestContext context,
      ResourceKey key,
      Patch patch,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    access.require(context.caller(), Action.UPDATE, key.type());
    return writes.write(
        context, () -> patchInTransaction(context, key, patch, ifMatch, keepMetaHistory));
  }

  /** The patch within the transaction of the caller. */
  public Outcome patchInTransaction(
      RequestContext context,
      ResourceKey key,
      Patch patch,
      Optional<Integer> ifMatch,
      boolean keepMetaHistory) {
    Expression restriction = access.require(context.caller(), Action.UPDATE, key.type());
    ResourceVersion current =
        store
            .readForUpdate(context.tenant(), key)
            .orElseThrow(() -> currentAccess.missing(context, key, restriction));
    currentAccess.require(context, key, restriction);
    Preconditions.require(ifMatch, key, Optional.of(current));
    Element resource = patched(current, patch);
    references.resolve(context, resource);
    return updates.updateInTransaction(context, key, resource, ifMatch, keepMetaHistory);
  }

  private Element patched(ResourceVersion current, Patch patch) {
    byte[] bytes = patch.apply(current.body());
    if (bytes.length > maxSize) {
      throw new FhirException(
          Category.TOO_LARGE,
          List.of(
              Issue.error(
                  "too-long", "The patched resource exceeds the limit of " + maxSize + " bytes.")));
    }
    Element resource = json.read(bytes);
    ResourceKey key = current.key();
    boolean same =
        resource.type().name().equals(key.type().typeName())
            && resource.childValue("id").filter(key.id()::equals).isPresent();
    if (!same) {
      throw FhirException.invalid("Patching immutable properties is not allowed.");
    }
    return resource;
  }
}
