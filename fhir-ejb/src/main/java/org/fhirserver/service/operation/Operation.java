package org.fhirserver.service.operation;

import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;

/**
 * A named operation. Every bean of this type is called by its code, declared and described.
 *
 * @see <a href="https://hl7.org/fhir/R4/operations.html">Operations</a>
 */
public interface Operation {

  /** How it is called. */
  OperationSignature signature();

  /** Whether it wants the body of a request as it was received, well-formed or not. */
  default boolean readsUncheckedBody() {
    return false;
  }

  /**
   * Does it. Level, type and method of the call are ones of the signature; access and parameters
   * are for the operation to check.
   *
   * @throws FhirException as the operation tells it
   */
  OperationAnswer perform(RequestContext context, OperationCall call);
}
