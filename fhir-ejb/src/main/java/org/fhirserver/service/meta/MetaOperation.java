package org.fhirserver.service.meta;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationInputs;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.resource.ReadInteraction;
import org.fhirserver.service.resource.VreadInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;

/**
 * Answers the meta of a resource or of one of its versions, or which profiles, tags and security
 * labels are in use.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta.html">$meta</a>
 */
@ApplicationScoped
public class MetaOperation implements Operation {
  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "meta",
          "Profiles, tags and security labels",
          "Answers the meta of a resource or of one of its versions; on a type or the whole server"
              + " the profiles, tags and security labels that are in use, of each at most "
              + LabelsInUse.MOST
              + " of each type.",
          "http://hl7.org/fhir/OperationDefinition/Resource-meta",
          Set.of(OperationLevel.values()),
          Set.of(),
          Set.of(OperationMethod.GET, OperationMethod.POST),
          false,
          List.of(OperationParameter.output("return", "Meta", "The meta.")));

  @Inject private ReadInteraction reads;

  @Inject private VreadInteraction versionReads;

  @Inject private LabelsInUse labels;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  /**
   * Does it.
   *
   * @throws FhirException NOT_FOUND, DELETED, FORBIDDEN
   */
  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    OperationInputs.of(SIGNATURE, call);
    if (call.id().isEmpty()) {
      return StoredMeta.answer(labels.meta(context, call.type()));
    }
    ResourceKey key = new ResourceKey(call.type().orElseThrow(), call.id().get());
    byte[] resource =
        call.version()
            .map(version -> versionReads.read(context, key, version))
            .orElseGet(() -> reads.read(context, key))
            .body();
    return StoredMeta.answer(StoredMeta.of(resource));
  }
}
