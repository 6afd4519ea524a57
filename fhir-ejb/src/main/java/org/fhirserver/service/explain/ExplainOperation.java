package org.fhirserver.service.explain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationInputs;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.operation.ParametersWriter;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchInteraction;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.QueryPlans;
import org.fhirserver.store.database.Trace;
import org.fhirserver.store.database.Tracing;

/**
 * Does a search and answers how, but none of the resources that it finds: the expression tree, the
 * statements with the plans of the database, and the time that each step took.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">Search</a>
 */
@ApplicationScoped
public class ExplainOperation implements Operation {
  /** So many statements are shown with their plans; a search has a few. */
  static final int MOST_PLANS = 100;

  private static final OperationSignature SIGNATURE =
      new OperationSignature(
              "explain",
              "Explain a search",
              "Does the search that its parameters ask for, and answers how: the expression tree,"
                  + " the statements with the plans of the database, and the time of each step."
                  + " Takes all parameters that the search takes. For administrators.",
              "",
              Set.of(OperationLevel.SYSTEM, OperationLevel.TYPE),
              Set.of(),
              Set.of(OperationMethod.GET, OperationMethod.POST),
              false,
              List.of(
                  output("expression", "*", "string", "What is searched for in a type, as a tree."),
                  output("order", "*", "string", "The keys that a type is sorted by."),
                  output("rewritten", "*", "string", "The tree as it is compiled to statements."),
                  output("time", "1", "Quantity", "The time that all took."),
                  output("step", "*", "string", "A step by its name, with the time it took."),
                  output(
                      "statement",
                      "*",
                      "string",
                      "A statement with its values, rows, time and plan.")))
          .withSearchParameters();

  @Inject private AccessPolicy access;

  @Inject private SearchInteraction searches;

  @Inject private Tracing tracing;

  @Inject private QueryPlans plans;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  /**
   * Explains a search.
   *
   * @throws FhirException INVALID as the search, FORBIDDEN
   */
  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    SearchScope scope =
        call.type().<SearchScope>map(SearchScope.Type::new).orElseGet(SearchScope.All::new);
    access.require(context.caller(), Action.EXPLAIN);
    List<QueryParameter> parameters = OperationInputs.of(SIGNATURE, call).used();
    long start = System.nanoTime();
    Trace trace = tracing.during(() -> searches.search(context, scope, parameters, call.lenient()));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return OperationAnswer.ok(write(trace, time));
  }

  private byte[] write(Trace trace, Duration time) {
    ParametersWriter answer = new ParametersWriter();
    trace.notes().forEach(note -> answer.string(note.name(), note.text()));
    answer.time("time", time);
    for (Trace.Step step : trace.steps()) {
      answer.group("step");
      answer.string("name", step.name()).time("time", step.time()).endGroup();
    }
    int shown = 0;
    for (Trace.Query query : trace.queries()) {
      answer.group("statement");
      answer.string("purpose", query.purpose()).string("sql", query.sql());
      query.values().forEach(value -> answer.string("value", SqlLiteral.of(value)));
      answer.integer("rows", query.rows()).time("time", query.time());
      if (shown++ < MOST_PLANS) {
        answer.string("plan", SqlLiteral.printable(plans.of(query)));
      }
      answer.endGroup();
    }
    return answer.toBytes();
  }

  private static OperationParameter output(
      String name, String max, String type, String documentation) {
    return new OperationParameter(name, false, max.equals("*") ? 0 : 1, max, type, documentation);
  }
}
