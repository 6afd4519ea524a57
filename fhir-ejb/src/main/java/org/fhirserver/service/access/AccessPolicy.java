package org.fhirserver.service.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import org.fhirserver.service.access.AccessDecision.Allowed;
import org.fhirserver.service.access.AccessDecision.Denied;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;

/**
 * The one place where access is decided: a caller may do what one of the caller's roles grants, and
 * nothing else.
 *
 * @see <a href="https://hl7.org/fhir/R4/security.html#binding">Access control</a>
 */
@ApplicationScoped
public class AccessPolicy {
  private static final System.Logger LOG = System.getLogger(AccessPolicy.class.getName());
  private static final AccessDecision ALLOWED = new Allowed(new Expression.All());

  /** Whether the caller may do this with resources of that type. */
  public AccessDecision decide(Caller caller, Action action, ResourceType type) {
    for (Role role : caller.roles()) {
      if (role.grants(action, type)) {
        return ALLOWED;
      }
    }
    return denied(caller, action + " " + type);
  }

  /** Whether the caller may do this with resources of all types. */
  public AccessDecision decide(Caller caller, Action action) {
    for (Role role : caller.roles()) {
      if (role.grants(action)) {
        return ALLOWED;
      }
    }
    return denied(caller, action + " on all types");
  }

  /**
   * Lets the caller pass or not.
   *
   * @return which resources of the type the caller may do this with
   * @throws FhirException FORBIDDEN if the caller may not do this with resources of that type
   */
  public Expression require(Caller caller, Action action, ResourceType type) {
    return enforce(decide(caller, action, type));
  }

  /**
   * Lets the caller pass or not.
   *
   * @throws FhirException FORBIDDEN if the caller may not do this with resources of all types
   */
  public void require(Caller caller, Action action) {
    enforce(decide(caller, action));
  }

  private static Expression enforce(AccessDecision decision) {
    if (decision instanceof Allowed allowed) {
      return allowed.restriction();
    }
    LOG.log(Level.DEBUG, "Access denied: {0}", ((Denied) decision).reason());
    throw new FhirException(Category.FORBIDDEN, "forbidden", "Authorization failed.");
  }

  private static AccessDecision denied(Caller caller, String what) {
    return new Denied(
        caller.roles().isEmpty()
            ? "the caller has no role known here"
            : "no role of " + caller.roles() + " grants " + what);
  }
}
