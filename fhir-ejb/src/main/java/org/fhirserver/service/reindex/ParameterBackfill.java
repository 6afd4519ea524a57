package org.fhirserver.service.reindex;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
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
 * Makes the rows of a new search parameter for the resources that were there before it, while
 * others write.
 *
 * <p>It begins when every resource is either there to be walked to or written by paths that include
 * the new ones: all nodes write by a revision that has the parameter, and whoever wrote before that
 * has committed.
 */
@ApplicationScoped
public class ParameterBackfill implements JobWork {

  @Inject private CustomParameterIndexing parameters;

  @Inject private IndexRewriting index;

  @Inject private Transactions transactions;

  @Override
  public JobKind kind() {
    return JobKind.PARAMETER_BACKFILL;
  }

  @Override
  public void run(JobRun run) {
    Job job = run.job();
    Optional<CustomParameter> found =
        transactions
            .write(() -> parameters.find(job.tenant(), job.subject()))
            .filter(parameter -> parameter.state() == CustomParameterState.PENDING);
    if (found.isEmpty()) {
      run.complete(() -> {});
      return;
    }
    CustomParameter parameter = found.get();
    Map<ResourceType, Set<Integer>> paths =
        new TreeMap<>(transactions.write(() -> parameters.missing(parameter)));
    if (!paths.isEmpty()) {
      ResourceWalk walk =
          new ResourceWalk(
              index,
              new TreeSet<>(paths.keySet()),
              (present, type, resources) ->
                  index.rewrite(
                      new IndexRewriting.Scope(
                          present.tenant(),
                          type,
                          present.baseUrl(),
                          Optional.ofNullable(paths.get(type))),
                      resources.stream().map(IndexRewriting.Position::id).toList()));
      if (job.progress().end().isEmpty()) {
        awaitWriters(run, parameter.revision());
        walk.begin(run);
      }
      walk.walk(run);
    }
    run.complete(() -> parameters.activate(parameter));
  }

  private void awaitWriters(JobRun run, long revision) {
    run.await(() -> parameters.areAllNodesAt(revision));
    Set<String> before = new HashSet<>(transactions.write(parameters::writers));
    run.await(
        () -> {
          before.retainAll(parameters.writers());
          return before.isEmpty();
        });
  }
}
