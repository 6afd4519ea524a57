package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.tenant.Tenant;

/**
 * A search parameter that a tenant has defined.
 *
 * @param key by which it is known; another one for each change of the definition
 * @param id the id of its SearchParameter
 * @param revision the first revision of all parameters in which it has its state
 * @param definition what is indexed: without the resource types that the specification's own
 *     parameter serves
 * @param progress how far its backfill has come, while there is one
 */
public record CustomParameter(
    Tenant tenant,
    long key,
    String id,
    CustomParameterState state,
    long revision,
    SearchParameterDefinition definition,
    Optional<Backfill> progress) {

  /**
   * How far the rows of the resources that were there before have come.
   *
   * @param percent which part is done, 0 to 100
   * @param hasFailed whether it stands until someone resumes it
   * @param job the key of the job
   */
  public record Backfill(int percent, boolean hasFailed, long job) {}

  /** The same definition in another state. */
  CustomParameter as(CustomParameterState other) {
    return new CustomParameter(tenant, key, id, other, revision, definition, progress);
  }
}
