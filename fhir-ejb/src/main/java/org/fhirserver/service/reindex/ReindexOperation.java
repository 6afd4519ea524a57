package org.fhirserver.service.reindex;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.job.JobRunner;
import org.fhirserver.service.operation.MethodNotAllowedException;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationInputs;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.operation.ParametersWriter;
import org.fhirserver.service.resource.Resources;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.job.Job;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.JobState;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.IndexRewriting;

/**
 * Has the index rows of resources made anew from their stored bodies: of one resource at once, of a
 * type or of all by a job. It also tells about the jobs that make and remove index rows.
 */
@ApplicationScoped
public class ReindexOperation implements Operation {
  private static final String JOB = "job";

  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "reindex",
          "Reindex",
          "Makes the index rows of stored resources anew: of one resource at once, of a type or of"
              + " the whole server by a job, whose state is read with GET and the parameter job."
              + " Without it GET lists the jobs. DELETE cancels a job, POST with job resumes one"
              + " that has failed.",
          "",
          Set.of(OperationLevel.SYSTEM, OperationLevel.TYPE, OperationLevel.INSTANCE),
          Set.of(),
          Set.of(OperationMethod.GET, OperationMethod.POST, OperationMethod.DELETE),
          true,
          List.of(
              OperationParameter.input(JOB, "string", "The job that is asked about."),
              new OperationParameter(
                  JOB, false, 0, "*", "BackboneElement", "A job and how far it has come.")));

  @Inject private AccessPolicy access;

  @Inject private Transactions transactions;

  @Inject private JobStore jobs;

  @Inject private JobRunner runner;

  @Inject private IndexRewriting index;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    access.require(context.caller(), Action.REINDEX);
    if (call.level() != OperationLevel.SYSTEM && call.method() != OperationMethod.POST) {
      throw new MethodNotAllowedException(Set.of(OperationMethod.POST));
    }
    Optional<String> job = OperationInputs.of(SIGNATURE, call).text(JOB);
    if (call.level() != OperationLevel.SYSTEM && job.isPresent()) {
      throw FhirException.invalid("The parameter 'job' belongs to [base]/$reindex.");
    }
    return switch (call.method()) {
      case GET ->
          OperationAnswer.ok(job.map(key -> one(context, key)).orElseGet(() -> all(context)));
      case POST -> call.id().isPresent() ? instance(context, call) : start(context, call, job);
      case DELETE -> cancel(context, job);
    };
  }

  private byte[] one(RequestContext context, String key) {
    Job job =
        transactions
            .write(() -> jobs.find(context.tenant(), number(key)))
            .orElseThrow(() -> unknown(key));
    ParametersWriter parameters = new ParametersWriter();
    JobParameters.write(parameters, job);
    return parameters.toBytes();
  }

  private byte[] all(RequestContext context) {
    ParametersWriter parameters = new ParametersWriter();
    transactions
        .write(() -> jobs.list(context.tenant()))
        .forEach(job -> parameters.parts(JOB, parts -> JobParameters.write(parts, job)));
    return parameters.toBytes();
  }

  private OperationAnswer instance(RequestContext context, OperationCall call) {
    ResourceKey key = new ResourceKey(call.type().orElseThrow(), call.id().orElseThrow());
    IndexRewriting.Scope scope =
        new IndexRewriting.Scope(context.tenant(), key.type(), context.baseUrl(), Optional.empty());
    int done = transactions.write(() -> index.rewrite(scope, List.of(key.id())));
    if (done == 0) {
      throw Resources.notFound(key);
    }
    return OperationAnswer.ok(new ParametersWriter().integer("done", done).toBytes());
  }

  private OperationAnswer start(
      RequestContext context, OperationCall call, Optional<String> resumed) {
    Job job =
        transactions.write(
            () ->
                resumed
                    .map(key -> directed(context, key, JobState.QUEUED))
                    .orElseGet(() -> create(context, call.type())));
    runner.wake();
    String location = context.baseUrl() + "/$reindex?job=" + job.key();
    ParametersWriter parameters = new ParametersWriter();
    JobParameters.write(parameters, job);
    return OperationAnswer.accepted(location, parameters.toBytes());
  }

  private Job create(RequestContext context, Optional<ResourceType> type) {
    jobs.findOpen(context.tenant(), JobKind.REINDEX, type)
        .ifPresent(
            open -> {
              throw new FhirException(
                  Category.CONFLICT,
                  "conflict",
                  "Job " + open.key() + " does that already; it is " + open.state().word() + ".");
            });
    return jobs.create(
        new JobStore.NewJob(context.tenant(), JobKind.REINDEX, 0, type, context.baseUrl()));
  }

  private OperationAnswer cancel(RequestContext context, Optional<String> job) {
    String key =
        job.orElseThrow(
            () -> FhirException.invalid("The parameter 'job' says which job to cancel."));
    transactions.write(
        () -> {
          Job found = jobs.find(context.tenant(), number(key)).orElseThrow(() -> unknown(key));
          if (found.kind() != JobKind.REINDEX) {
            throw new FhirException(
                Category.CONFLICT,
                "conflict",
                "Job " + key + " belongs to a SearchParameter; change or delete that instead.");
          }
          return directed(context, key, JobState.CANCELLED);
        });
    return OperationAnswer.noContent();
  }

  private Job directed(RequestContext context, String key, JobState state) {
    return jobs.direct(context.tenant(), number(key), state).orElseThrow(() -> unknown(key));
  }

  private static long number(String key) {
    boolean isNumber = key.length() <= 18 && key.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw unknown(key);
    }
    return Long.parseLong(key);
  }

  private static FhirException unknown(String key) {
    return new FhirException(
        Category.NOT_FOUND,
        "not-found",
        "There is no job '" + (key.length() > 20 ? key.substring(0, 20) + "…" : key) + "'.");
  }
}
