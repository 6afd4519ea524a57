package org.fhirserver.service.meta;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationSignature;

/**
 * Deletes profiles, tags and security labels from a resource or one of its versions.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-meta-delete.html">$meta-delete</a>
 */
@ApplicationScoped
public class MetaDeleteOperation implements Operation {
  private static final OperationSignature SIGNATURE =
      MetaEditing.signature(
          "meta-delete",
          "Delete profiles, tags and security labels",
          "Deletes profiles, tags and security labels from a resource, which makes a new version of"
              + " it, or from one of its versions, which changes that version.",
          "The profiles, tags and security labels to delete.");

  @Inject private MetaEditing editing;

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    return editing.perform(context, SIGNATURE, call, MetaChange.Change.DELETE);
  }
}
