package org.fhirserver.service.meta;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.patch.Patch;
import org.fhirserver.service.resource.CurrentAccess;
import org.fhirserver.service.resource.DeletedException;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ResourceValues;

/** Changes the labels of one version in place: its number and its time stay. */
@ApplicationScoped
class VersionLabels {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private Transactions transactions;

  @Inject private Versions versions;

  @Inject private FhirJson json;

  @Inject private ResourceStore store;

  /**
   * Changes a version.
   *
   * @return its new body
   * @throws FhirException NOT_FOUND if there is no such version, INVALID if the change leaves no
   *     valid resource, FORBIDDEN
   * @throws DeletedException if the version is a deletion
   */
  byte[] change(RequestContext context, ResourceKey key, String versionId, Patch change) {
    Expression restriction = access.require(context.caller(), Action.UPDATE, key.type());
    int number =
        VreadInteraction.number(versionId).orElseThrow(() -> Resources.notFound(key, versionId));
    return transactions.write(
        () -> {
          Optional<ResourceVersion> current = store.readForUpdate(context.tenant(), key);
          currentAccess.require(context, key, restriction);
          ResourceVersion version =
              current
                  .filter(candidate -> candidate.version() == number)
                  .or(() -> store.readVersion(context.tenant(), key, number))
                  .orElseThrow(() -> Resources.notFound(key, versionId));
          if (version.isDeletion()) {
            throw new DeletedException(version);
          }
          Element changed = json.read(change.apply(version.body()));
          ResourceVersion labelled = version.withBody(json.write(changed));
          if (current.filter(version::equals).isPresent()) {
            store.replace(
                context.tenant(),
                new ResourceWrite(labelled, new ResourceValues(changed, context.baseUrl())),
                new ResourceValues(versions.read(version), context.baseUrl()),
                false);
          } else {
            store.rewrite(context.tenant(), labelled);
          }
          return labelled.body();
        });
  }
}
