package org.fhirserver.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.JobState;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** What the container has done before the first request: the startup bean and the job runner. */
@ArquillianTest
class StartUpIT {
  private static final Duration LONGEST_JOB = Duration.ofSeconds(30);

  @Inject private SearchParameters parameters;

  @Inject private Transactions transactions;

  @Inject private JobStore jobs;

  @Deployment
  static EnterpriseArchive deployment() {
    return ProductArchive.deployment(StartUpIT.class);
  }

  @Test
  void theSchemaHasBeenMigrated() throws SQLException {
    assertTrue(
        Rows.committed("select count(*) from \"flyway_schema_history\" where \"success\"") > 0);
  }

  @Test
  void theDrainFileOfAnEarlierStopIsRemoved() {
    assertFalse(Files.exists(Path.of(System.getenv("FHIR_HEALTH_DRAIN_FILE"))));
  }

  @Test
  void onlyThisDeploymentCountsAsANode() throws SQLException {
    assertEquals(
        1,
        Rows.committed("select count(*) from indexing_node where node_key = ?", parameters.node()));
    // Those of the tests before were undeployed and have said so.
    assertEquals(1, Rows.committed("select count(*) from indexing_node"));
  }

  @Test
  void theJobRunnerFindsAJobByItself() throws InterruptedException {
    Job job =
        transactions.write(
            () ->
                jobs.create(
                    new JobStore.NewJob(
                        Tenant.DEFAULT,
                        JobKind.REINDEX,
                        0,
                        Optional.of(ResourceType.BASIC),
                        "http://localhost/fhir")));

    long deadline = System.nanoTime() + LONGEST_JOB.toNanos();
    while (state(job) != JobState.COMPLETED && System.nanoTime() < deadline) {
      Thread.sleep(100);
    }

    assertEquals(JobState.COMPLETED, state(job));
  }

  private JobState state(Job job) {
    return transactions.write(() -> jobs.find(Tenant.DEFAULT, job.key())).orElseThrow().state();
  }
}
