package org.fhirserver.store.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ContentionException;
import org.fhirserver.store.tenant.Tenant;

/**
 * The jobs of all nodes. Everything here belongs to the transaction of the caller, so that what a
 * job has done and how far it has come are committed together.
 */
@ApplicationScoped
public class JobStore {
  /** A node that has not advanced its job for so long has lost it. */
  static final long LEASE_MILLIS = Duration.ofSeconds(15).toMillis();

  private static final long KEPT_MILLIS = Duration.ofDays(30).toMillis();
  private static final int LONGEST_ERROR = 1000;

  /** How many jobs a list shows. */
  private static final int MOST_LISTED = 100;

  /** The first open jobs of each tenant and lane; the others have to wait. */
  private static final String CLAIMABLE =
      """
      select j.jobKey from JobRow j
      where j.state in (1, 2) and j.kind in :kinds
        and (j.state = 1 or j.leaseUntil < :now or j.leaseUntil > :latest)
        and not exists (
          select 1 from JobRow e
          where e.state in (1, 2) and e.kind in :kinds and e.tenant = j.tenant
            and e.jobKey < j.jobKey)
      order by j.leaseUntil, j.jobKey
      """;

  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  @Inject private Database database;

  /**
   * A job that is to be made.
   *
   * @param subject what it is about, by a key; 0 if nothing
   * @param scope the one type whose resources it is about; empty for all
   * @param baseUrl the base URL by which references to this server's own resources are known
   */
  public record NewJob(
      Tenant tenant, JobKind kind, long subject, Optional<ResourceType> scope, String baseUrl) {}

  /** Makes a job; nodes see it after the commit. Jobs that ended a month ago are forgotten. */
  public Job create(NewJob job) {
    return guarded(
        () -> {
          long now = now();
          entityManager
              .createQuery("delete from JobRow j where j.state > 2 and j.finishedAt < :before")
              .setParameter("before", now - KEPT_MILLIS)
              .executeUpdate();
          long key = database.nextKey(this::connection);
          JobRow row = new JobRow((short) (key % 1024), job, key, now);
          entityManager.persist(row);
          entityManager.flush();
          return row.toJob();
        });
  }

  /**
   * Takes a job that is open and not in good hands.
   *
   * @param owner the key of the node that takes it
   */
  public Optional<Job> claim(JobKind.Lane lane, long owner) {
    return guarded(
        () -> {
          long now = now();
          List<Long> keys =
              entityManager
                  .createQuery(CLAIMABLE, Long.class)
                  .setParameter("kinds", kinds(lane))
                  .setParameter("now", now)
                  .setParameter("latest", now + LEASE_MILLIS)
                  .setMaxResults(1)
                  .getResultList();
          if (keys.isEmpty()) {
            return Optional.empty();
          }
          JobRow row = locked(keys.get(0)).orElseThrow();
          Job seen = row.toJob();
          if (!seen.state().isOpen() || seen.state() == JobState.RUNNING && !isFree(row, now)) {
            return Optional.empty();
          }
          row.take(owner, now, now + LEASE_MILLIS);
          entityManager.flush();
          return Optional.of(row.toJob());
        });
  }

  /**
   * Notes how far a job has come and renews the lease.
   *
   * @throws LeaseLostException if the job is no longer the caller's
   */
  public void advance(Job job, JobProgress progress) {
    change(job, row -> row.advance(progress, now() + LEASE_MILLIS));
  }

  /**
   * Ends a job, or gives it back to be taken again.
   *
   * @param error what went wrong; "" if nothing did
   * @throws LeaseLostException if the job is no longer the caller's
   */
  public void leave(Job job, JobState state, String error) {
    String shown = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    change(job, row -> row.leave(state, now(), shown));
  }

  /** A job of that tenant. */
  public Optional<Job> find(Tenant tenant, long key) {
    return Optional.ofNullable(entityManager.find(JobRow.class, key))
        .map(JobRow::toJob)
        .filter(job -> job.tenant().equals(tenant));
  }

  /** The latest jobs of that tenant, the newest first. */
  public List<Job> list(Tenant tenant) {
    return entityManager
        .createQuery(
            "select j from JobRow j where j.tenant = :tenant order by j.jobKey desc", JobRow.class)
        .setParameter("tenant", tenant.number())
        .setMaxResults(MOST_LISTED)
        .getResultStream()
        .map(JobRow::toJob)
        .toList();
  }

  /** The open job of that kind and scope, if there is one. */
  public Optional<Job> findOpen(Tenant tenant, JobKind kind, Optional<ResourceType> scope) {
    return entityManager
        .createQuery(
            """
            select j from JobRow j
            where j.tenant = :tenant and j.state in (1, 2) and j.kind = :kind and j.scope = :scope
            order by j.jobKey
            """,
            JobRow.class)
        .setParameter("tenant", tenant.number())
        .setParameter("kind", kind.code())
        .setParameter("scope", scope.map(ResourceType::number).orElse((short) 0))
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(JobRow::toJob);
  }

  /** Cancels the open or failed jobs about a subject; whoever does one of them loses it. */
  public void cancelAbout(Tenant tenant, JobKind kind, long subject) {
    guarded(
        () -> {
          List<Long> keys =
              entityManager
                  .createQuery(
                      """
                      select j.jobKey from JobRow j
                      where j.tenant = :tenant and j.state in (1, 2, 4) and j.kind = :kind
                        and j.subjectKey = :subject
                      """,
                      Long.class)
                  .setParameter("tenant", tenant.number())
                  .setParameter("kind", kind.code())
                  .setParameter("subject", subject)
                  .getResultList();
          keys.forEach(key -> locked(key).ifPresent(row -> leaveIfOpen(row, JobState.CANCELLED)));
          entityManager.flush();
          return keys.size();
        });
  }

  /**
   * Cancels an open job, or puts a failed one into the queue again.
   *
   * @param state CANCELLED or QUEUED
   * @return the job as it stands then; empty if there is none of that key
   */
  public Optional<Job> direct(Tenant tenant, long key, JobState state) {
    return guarded(
        () -> {
          Optional<JobRow> row = locked(key).filter(found -> found.toJob().tenant().equals(tenant));
          row.ifPresent(found -> leaveIfOpen(found, state));
          entityManager.flush();
          return row.map(JobRow::toJob);
        });
  }

  private void leaveIfOpen(JobRow row, JobState state) {
    JobState present = row.toJob().state();
    boolean applies = state == JobState.QUEUED ? present == JobState.FAILED : present.isOpen();
    if (applies || state == JobState.CANCELLED && present == JobState.FAILED) {
      row.leave(state, now(), "");
    }
  }

  private void change(Job job, Consumer<JobRow> change) {
    guarded(
        () -> {
          JobRow row =
              locked(job.key())
                  .filter(found -> found.toJob().token() == job.token())
                  .orElseThrow(() -> new LeaseLostException(job.key()));
          change.accept(row);
          entityManager.flush();
          return row;
        });
  }

  private Optional<JobRow> locked(long key) {
    return Optional.ofNullable(
        entityManager.find(JobRow.class, key, LockModeType.PESSIMISTIC_WRITE));
  }

  private static boolean isFree(JobRow row, long now) {
    return row.leaseUntil() < now || row.leaseUntil() > now + LEASE_MILLIS;
  }

  private static List<String> kinds(JobKind.Lane lane) {
    return Arrays.stream(JobKind.values())
        .filter(kind -> kind.lane() == lane)
        .map(JobKind::code)
        .toList();
  }

  private long now() {
    try {
      return database.dialect().now(connection());
    } catch (SQLException failure) {
      throw new PersistenceException(failure);
    }
  }

  private Connection connection() {
    return entityManager.unwrap(Connection.class);
  }

  private <T> T guarded(ContentionException.Result<T> work) {
    return ContentionException.guard(database, work);
  }
}
