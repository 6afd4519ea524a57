package org.fhirserver.service.reindex;

import org.fhirserver.service.operation.ParametersWriter;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobState;
import org.fhirserver.store.model.ResourceType;

/** Tells what a job is and how far it has come. */
final class JobParameters {

  private JobParameters() {}

  /** Adds one parameter for each thing that there is to tell. */
  static void write(ParametersWriter parameters, Job job) {
    parameters.string("job", Long.toString(job.key()));
    parameters.code("kind", job.kind().code());
    job.scope().map(ResourceType::typeName).ifPresent(type -> parameters.code("type", type));
    parameters.code("state", job.state().word());
    parameters.integer("done", job.progress().done());
    parameters.integer("total", job.progress().total());
    parameters.integer("percent", job.percent());
    parameters.instant("created", job.created());
    job.started().ifPresent(at -> parameters.instant("started", at));
    job.finished().ifPresent(at -> parameters.instant("finished", at));
    if (job.state() == JobState.FAILED) {
      parameters.string("error", job.error());
    }
  }
}
