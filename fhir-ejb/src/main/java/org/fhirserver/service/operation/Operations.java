package org.fhirserver.service.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;

/** The operations that there are, found by their codes. */
@ApplicationScoped
public class Operations {

  @Inject @Any private Instance<Operation> operations;

  /** All operations, by code. */
  public List<Operation> all() {
    return operations.stream()
        .sorted(Comparator.comparing(operation -> operation.signature().code()))
        .toList();
  }

  /** The operation of that code. */
  public Optional<Operation> find(String code) {
    return operations.stream()
        .filter(operation -> operation.signature().code().equals(code))
        .findFirst();
  }

  /** Whether the operation of that code reads the body of a request itself. */
  public boolean readUncheckedBody(String code) {
    return find(code).map(Operation::readsUncheckedBody).orElse(false);
  }

  /**
   * Calls an operation.
   *
   * @param code its name without $
   * @throws FhirException NOT_FOUND if there is none of that name on that level and type, {@link
   *     MethodNotAllowedException} if it is not called by that method, and what the operation
   *     itself throws
   */
  public OperationAnswer call(RequestContext context, String code, OperationCall call) {
    Operation operation =
        operations.stream()
            .filter(candidate -> isCalled(candidate.signature(), code, call))
            .findFirst()
            .orElseThrow(
                () ->
                    new FhirException(
                        Category.NOT_FOUND, "not-found", "The requested route was not found."));
    if (!operation.signature().methods().contains(call.method())) {
      throw new MethodNotAllowedException(operation.signature().methods());
    }
    return operation.perform(context, call);
  }

  private static boolean isCalled(OperationSignature signature, String code, OperationCall call) {
    return signature.code().equals(code)
        && signature.levels().contains(call.level())
        && call.type().map(signature::isOn).orElse(true);
  }
}
