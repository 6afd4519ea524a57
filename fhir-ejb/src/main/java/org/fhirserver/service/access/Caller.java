package org.fhirserver.service.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, as the validated access token says.
 *
 * @param subject the subject of the token
 * @param clientId the application that got the token, if it says so
 * @param objectId the id of the caller in the directory: claim {@code oid}, else the subject
 * @param roles what the caller's role names mean here; may be empty
 */
public record Caller(String subject, Optional<String> clientId, String objectId, Set<Role> roles) {

  /** Nobody in particular, who may do what needs no permission. */
  public static final Caller ANONYMOUS = new Caller("", Optional.empty(), "", Set.of());

  /** Copies the roles. */
  public Caller {
    EnumSet<Role> copy = EnumSet.noneOf(Role.class);
    copy.addAll(roles);
    roles = Collections.unmodifiableSet(copy);
  }
}
