package org.fhirserver.service.reindex;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fhirserver.service.job.JobRun;
import org.fhirserver.service.job.JobWork;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.IndexRewriting;
import org.fhirserver.store.search.CustomParameter;
import org.fhirserver.store.search.CustomParameterIndexing;
import org.fhirserver.store.search.CustomParameterState;

/**
 * Ends a search parameter that is retired or gone. Its rows are kept up as long as a node may still
 * search by it; then nobody writes them any more, and they are removed.
 */
@ApplicationScoped
public class ParameterRemoval implements JobWork {
  /** A search that began before its node knew has read its rows by then. */
  private static final Duration LAST_SEARCHES = Duration.ofSeconds(5);

  @Inject private CustomParameterIndexing parameters;

  @Inject private IndexRewriting index;

  @Inject private Transactions transactions;

  @Override
  public JobKind kind() {
    return JobKind.PARAMETER_REMOVAL;
  }

  @Override
  public void run(JobRun run) {
    Optional<CustomParameter> leaving = find(run.job());
    if (leaving.isPresent() && isSearchedBy(leaving.get().state())) {
      CustomParameter parameter = leaving.get();
      run.await(() -> parameters.areAllNodesAt(parameter.revision()));
      awaitLastSearches(run);
      run.advance(
          () -> {
            find(run.job()).ifPresent(parameters::endIndexing);
            return run.job().progress();
          });
    }
    find(run.job()).ifPresent(left -> removeRows(run, left));
    run.complete(() -> find(run.job()).ifPresent(parameters::forget));
  }

  private static boolean isSearchedBy(CustomParameterState state) {
    return state == CustomParameterState.RETIRING || state == CustomParameterState.LEAVING;
  }

  private Optional<CustomParameter> find(Job job) {
    return transactions.write(() -> parameters.find(job.tenant(), job.subject()));
  }

  private static void awaitLastSearches(JobRun run) {
    long end = System.nanoTime() + LAST_SEARCHES.toNanos();
    run.await(() -> System.nanoTime() - end > 0);
  }

  /**
   * Removes the rows that no other parameter needs. One that comes to need them meanwhile has a job
   * that waits for this one and makes them again.
   */
  private void removeRows(JobRun run, CustomParameter left) {
    run.await(() -> parameters.areAllNodesAt(left.revision()));
    Map<ResourceType, Set<Integer>> paths =
        new TreeMap<>(transactions.write(() -> parameters.orphaned(left)));
    if (paths.isEmpty()) {
      return;
    }
    ResourceWalk walk =
        new ResourceWalk(
            index,
            new TreeSet<>(paths.keySet()),
            (job, type, resources) ->
                index.remove(
                    new IndexRewriting.Scope(
                        job.tenant(), type, job.baseUrl(), Optional.ofNullable(paths.get(type))),
                    resources));
    walk.begin(run);
    walk.walk(run);
  }
}
