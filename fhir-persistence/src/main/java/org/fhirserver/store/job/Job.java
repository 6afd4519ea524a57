package org.fhirserver.store.job;

import java.time.Instant;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * A job as it stands.
 *
 * @param key by which it is known
 * @param subject what it is about, by a key; 0 if nothing
 * @param scope the one type whose resources it is about; empty for all
 * @param baseUrl the base URL by which references to this server's own resources are known
 * @param token grows each time somebody takes the job, so that whoever had it before can no longer
 *     write
 * @param error what went wrong, without content of resources; "" if nothing did
 */
public record Job(
    Tenant tenant,
    long key,
    JobKind kind,
    long subject,
    Optional<ResourceType> scope,
    String baseUrl,
    JobState state,
    long token,
    JobProgress progress,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> finished,
    String error) {

  /** The same job further on. */
  public Job with(JobProgress further) {
    return new Job(
        tenant, key, kind, subject, scope, baseUrl, state, token, further, created, started,
        finished, error);
  }

  /** Which part is done, 0 to 100. */
  public int percent() {
    return state == JobState.COMPLETED ? 100 : progress.percent();
  }
}
