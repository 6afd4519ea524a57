package org.fhirserver.service.reindex;

import java.util.List;
import java.util.NavigableSet;
import org.fhirserver.service.job.JobRun;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobProgress;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.IndexRewriting;
import org.fhirserver.store.resource.IndexRewriting.Position;

/** Walks over all resources of some types in the order of their keys, few at a time. */
final class ResourceWalk {
  /** How many resources a transaction holds; other writers wait for it. */
  private static final int CHUNK = 50;

  private final IndexRewriting index;
  private final NavigableSet<ResourceType> types;
  private final Treatment treatment;

  /** What is done with resources, within the transaction of the caller. */
  interface Treatment {
    void apply(Job job, ResourceType type, List<Position> resources);
  }

  ResourceWalk(IndexRewriting index, NavigableSet<ResourceType> types, Treatment treatment) {
    this.index = index;
    this.types = types;
    this.treatment = treatment;
  }

  /** Begins the walk, if no one has: resources that come later are not walked to. */
  void begin(JobRun run) {
    if (run.job().progress().end().isEmpty()) {
      run.advance(() -> JobProgress.begin(index.end(), index.count(run.job().tenant(), types)));
    }
  }

  /** Goes on to the end. */
  void walk(JobRun run) {
    ResourceType present = run.job().progress().type().orElseGet(types::first);
    for (ResourceType type : types.tailSet(present, true)) {
      long before;
      do {
        before = position(run.job(), type);
        run.advance(() -> treat(run.job(), type));
      } while (position(run.job(), type) > before);
    }
  }

  private JobProgress treat(Job job, ResourceType type) {
    JobProgress progress = job.progress();
    long after = position(job, type);
    List<Position> resources =
        index.next(job.tenant(), type, after, progress.end().orElseThrow(), CHUNK);
    if (resources.isEmpty()) {
      return progress.after(type, after, 0);
    }
    treatment.apply(job, type, resources);
    return progress.after(
        type, resources.get(resources.size() - 1).resourceKey(), resources.size());
  }

  private static long position(Job job, ResourceType type) {
    return job.progress().type().filter(type::equals).isPresent()
        ? job.progress().resourceKey()
        : 0;
  }
}
