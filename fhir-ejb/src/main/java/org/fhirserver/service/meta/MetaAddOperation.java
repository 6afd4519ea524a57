package org.fhirserver.service.meta;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationSignature;

/**
 * Adds profiles, tags and security labels to a resource or one of its versions.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta-add.html">$meta-add</a>
 */
@ApplicationScoped
public class MetaAddOperation implements Operation {
  private static final OperationSignature SIGNATURE =
      MetaEditing.signature(
          "meta-add",
          "Add profiles, tags and security labels",
          "Adds profiles, tags and security labels to a resource, which makes a new version of"
              + " it, or to one of its versions, which changes that version.",
          "The profiles, tags and security labels to add.");

  @Inject private MetaEditing editing;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    return editing.perform(context, SIGNATURE, call, MetaChange.Change.ADD);
  }
}
