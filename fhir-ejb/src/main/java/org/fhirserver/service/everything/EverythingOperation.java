package org.fhirserver.service.everything;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Answers a patient with all that belongs to it, page by page: the patient and those it is linked
 * to, their compartments type by type, and what these refer to.
 *
 * @see <a href="https://hl7.org/fhir/R4/operation-patient-everything.html">$everything</a>
 */
@ApplicationScoped
public class EverythingOperation implements Operation {
  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "everything",
          "Patient record",
          "Answers a patient with all resources of its compartment, its devices, the records it is"
              + " linked to by 'seealso', and the resources that these refer to.",
          "http://hl7.org/fhir/OperationDefinition/Patient-everything",
          Set.of(OperationLevel.INSTANCE),
          Set.of(ResourceType.PATIENT),
          Set.of(OperationMethod.GET, OperationMethod.POST),
          false,
          List.of(
              OperationParameter.input("start", "date", "The first day of care to answer."),
              OperationParameter.input("end", "date", "The last day of care to answer."),
              OperationParameter.input(
                  "_since", "instant", "Only resources that have changed since then."),
              new OperationParameter(
                  "_type", true, 0, "*", "code", "The types to answer, separated by commas."),
              OperationParameter.input("_count", "integer", "The number of resources in a page."),
              OperationParameter.output("return", "Bundle", "A searchset.")));

  @Inject private ReadInteraction reads;

  @Inject private FhirJson json;

  @Inject private PatientRecord records;

  @Inject private EverythingBundle bundles;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  /**
   * A page of the record.
   *
   * @throws FhirException NOT_FOUND if there is no such patient, DELETED if there is none any more,
   *     INVALID if a parameter is not understood, FORBIDDEN
   */
  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    ResourceKey key = new ResourceKey(ResourceType.PATIENT, call.id().orElseThrow());
    EverythingRequest request = EverythingRequest.of(SIGNATURE, call);
    ResourceVersion patient = reads.read(context, key);
    PatientLinks links = PatientLinks.of(json.readStored(patient.body()), context.baseUrl());
    List<Issue> warnings = new ArrayList<>(request.warnings());
    if (links.replacedBy().isPresent()) {
      Issue replaced = replaced(key, links.replacedBy().get());
      if (!call.lenient()) {
        return moved(context, links.replacedBy().get(), request, replaced);
      }
      warnings.add(replaced);
    }
    if (links.seeAlso().size() > PatientRecord.MOST_LINKED) {
      warnings.add(
          Issue.warning(
              "incomplete",
              "The patient is linked to more than "
                  + PatientRecord.MOST_LINKED
                  + " others by 'seealso'; the rest of them is left out."));
    }
    PatientRecord.Page page = records.page(context, patient, links.seeAlso(), request);
    return OperationAnswer.ok(
        bundles.write(
            context, key, request, request.after().isEmpty() ? warnings : List.of(), page));
  }

  private static Issue replaced(ResourceKey key, ResourceKey by) {
    return Issue.warning(
        "conflict",
        "The patient with id `"
            + key.id()
            + "` is no longer relevant. Use patient with id `"
            + by.id()
            + "` instead.");
  }

  private static OperationAnswer moved(
      RequestContext context, ResourceKey to, EverythingRequest request, Issue why) {
    String query = request.used().isEmpty() ? "" : "?" + QueryString.of(request.used());
    return OperationAnswer.moved(
        context.baseUrl() + "/" + to + "/$everything" + query,
        OperationOutcomeJson.write(
            context.requestId(),
            List.of(new Issue("error", why.code(), why.diagnostics(), Optional.empty()))));
  }
}
