package org.fhirserver.store.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/** A job; times in milliseconds since 1970-01-01T00:00Z, 0 if there is none yet. */
@Entity
@Table(name = "job")
public class JobRow {
  @Id
  @Column(name = "job_key")
  private long jobKey;

  private short shard;

  private short tenant;

  /** The number of a {@link JobState}. */
  private short state;

  /** The number of the type that it is about, 0 for all. */
  private short scope;

  @Column(name = "position_type")
  private short positionType;

  @Column(name = "subject_key")
  private long subjectKey;

  /** The key of the node that has taken it, 0 for none. */
  private long owner;

  private long token;

  @Column(name = "lease_until")
  private long leaseUntil;

  @Column(name = "position_key")
  private long positionKey;

  /** Where the walk ends; 0 before it has begun. */
  @Column(name = "end_key")
  private long endKey;

  private long done;

  private long total;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "started_at")
  private long startedAt;

  @Column(name = "finished_at")
  private long finishedAt;

  /** The code of a {@link JobKind}. */
  private String kind = "";

  @Column(name = "base_url")
  private String baseUrl = "";

  private String error = "";

  /** For JPA. */
  protected JobRow() {}

  JobRow(short shard, JobStore.NewJob job, long key, long now) {
    this.shard = shard;
    this.jobKey = key;
    this.tenant = job.tenant().number();
    this.state = JobState.QUEUED.number();
    this.scope = job.scope().map(ResourceType::number).orElse((short) 0);
    this.subjectKey = job.subject();
    this.kind = job.kind().code();
    this.baseUrl = job.baseUrl();
    this.createdAt = now;
  }

  long leaseUntil() {
    return leaseUntil;
  }

  Job toJob() {
    return new Job(
        new Tenant(tenant),
        jobKey,
        JobKind.coded(kind),
        subjectKey,
        type(scope),
        baseUrl,
        JobState.numbered(state),
        token,
        new JobProgress(
            type(positionType),
            positionKey,
            endKey == 0 ? Optional.empty() : Optional.of(endKey),
            done,
            total),
        Instant.ofEpochMilli(createdAt),
        time(startedAt),
        time(finishedAt),
        error);
  }

  void take(long newOwner, long now, long until) {
    state = JobState.RUNNING.number();
    owner = newOwner;
    token++;
    leaseUntil = until;
    startedAt = startedAt == 0 ? now : startedAt;
  }

  void advance(JobProgress progress, long until) {
    positionType = progress.type().map(ResourceType::number).orElse((short) 0);
    positionKey = progress.resourceKey();
    endKey = progress.end().orElse(0L);
    done = progress.done();
    total = progress.total();
    leaseUntil = until;
  }

  /** Leaves the hands of its owner, whose token is worth nothing from here on. */
  void leave(JobState newState, long now, String newError) {
    state = newState.number();
    owner = 0;
    token++;
    leaseUntil = 0;
    error = newError;
    finishedAt = newState.isOpen() ? 0 : now;
    if (newState == JobState.COMPLETED) {
      total = done;
    }
  }

  private static Optional<ResourceType> type(short number) {
    return number == 0 ? Optional.empty() : Optional.of(ResourceType.numbered(number));
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
