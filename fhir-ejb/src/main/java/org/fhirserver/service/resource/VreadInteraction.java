package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Reads one version of a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#vread">vread</a>
 */
@ApplicationScoped
public class VreadInteraction {

  @Inject private AccessPolicy access;

  @Inject private CurrentAccess currentAccess;

  @Inject private ResourceStore store;

  /**
   * The version of that id.
   *
   * @throws FhirException NOT_FOUND if there is none, FORBIDDEN
   * @throws DeletedException if the version is a deletion
   */
  public ResourceVersion read(RequestContext context, ResourceKey key, String versionId) {
    currentAccess.require(
        context, key, access.require(context.caller(), Action.VERSION_READ, key.type()));
    boolean number =
        versionId.length() < 10
            && !versionId.isEmpty()
            && versionId.charAt(0) != '0'
            && versionId.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw Resources.notFound(key, versionId);
    }
    ResourceVersion version =
        store
            .readVersion(context.tenant(), key, Integer.parseInt(versionId))
            .orElseThrow(() -> Resources.notFound(key, versionId));
    if (version.isDeletion()) {
      throw new DeletedException(version);
    }
    return version;
  }
}
