package org.fhirserver.service.operation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/**
 * 405: the operation is there, but it is called by other methods.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-405-method-not-allowed">RFC 9110</a>
 */
@jakarta.ejb.ApplicationException(rollback = true)
public class MethodNotAllowedException extends FhirException {
  private static final long serialVersionUID = 1L;

  private final transient Set<OperationMethod> allowed;

  /** An operation that is called by these methods alone. */
  public MethodNotAllowedException(Set<OperationMethod> allowed) {
    super(
        Category.NOT_ALLOWED,
        List.of(Issue.error("not-supported", "The requested operation is not supported.")));
    this.allowed = new TreeSet<>(allowed);
  }

  /** The methods by which it is called. */
  public Set<OperationMethod> allowed() {
    return allowed;
  }
}
