package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
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
    ResourceVersion version =
        number(versionId)
            .flatMap(number -> store.readVersion(context.tenant(), key, number))
            .orElseThrow(() -> Resources.notFound(key, versionId));
    if (version.isDeletion()) {
      throw new DeletedException(version);
    }
    return version;
  }

  /** The number of a version; empty if a version cannot have that id. */
  public static Optional<Integer> number(String versionId) {
    boolean isNumber =
        versionId.length() < 10
            && !versionId.isEmpty()
            && versionId.charAt(0) != '0'
            && versionId.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(Integer.parseInt(versionId)) : Optional.empty();
  }
}
