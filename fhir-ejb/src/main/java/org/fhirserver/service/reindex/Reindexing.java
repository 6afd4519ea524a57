package org.fhirserver.service.reindex;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fhirserver.service.job.JobRun;
import org.fhirserver.service.job.JobWork;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.IndexRewriting;
import org.fhirserver.store.search.FullTextIndex;

/** Makes all rows of resources anew: those of one type, or of all. */
@ApplicationScoped
public class Reindexing implements JobWork {

  @Inject private IndexRewriting index;

  @Inject private FullTextIndex fullTexts;

  @Override
  public JobKind kind() {
    return JobKind.REINDEX;
  }

  @Override
  public void run(JobRun run) {
    ResourceWalk walk =
        new ResourceWalk(
            index,
            new TreeSet<>(types(run.job().scope())),
            (job, type, resources) ->
                index.rewrite(
                    new IndexRewriting.Scope(job.tenant(), type, job.baseUrl(), Optional.empty()),
                    resources.stream().map(IndexRewriting.Position::id).toList()));
    walk.begin(run);
    walk.walk(run);
    run.complete(
        () -> {
          if (run.job().scope().isEmpty()) {
            run.job().started().ifPresent(fullTexts::allIndexed);
          }
        });
  }

  private static List<ResourceType> types(Optional<ResourceType> scope) {
    return scope
        .map(List::of)
        .orElseGet(
            () ->
                Arrays.stream(ResourceType.values())
                    .filter(ResourceType::isStored)
                    .collect(Collectors.toList()));
  }
}
