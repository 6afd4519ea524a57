package org.fhirserver.service.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the role names in access tokens mean.
 *
 * <p>Built in are {@code reader}, {@code globalReader} and so on for every role. A name that is not
 * known means nothing.
 */
public final class RoleNames {
  private final Map<String, Role> roles;

  private RoleNames(Map<String, Role> roles) {
    this.roles = roles;
  }

  /**
   * The built-in names and those of the configuration.
   *
   * @param mapping further names, each as {@code name=role}, "FHIR Data Contributor=writer"
   * @throws IllegalArgumentException if an entry has no role or one that does not exist
   */
  public static RoleNames of(Collection<String> mapping) {
    Map<String, Role> roles = new HashMap<>();
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      roles.put(name, role);
      roles.put("global" + role.name().charAt(0) + name.substring(1), role);
    }
    for (String entry : mapping) {
      int equals = entry.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("Role mapping '" + entry + "' is not name=role");
      }
      roles.put(entry.substring(0, equals).strip(), role(entry.substring(equals + 1).strip()));
    }
    return new RoleNames(Map.copyOf(roles));
  }

  /** The roles that the names stand for; unknown names count for nothing. */
  public Set<Role> roles(Collection<String> names) {
    EnumSet<Role> found = EnumSet.noneOf(Role.class);
    for (String name : names) {
      Role role = roles.get(name);
      if (role != null) {
        found.add(role);
      }
    }
    return found;
  }

  private static Role role(String name) {
    for (Role role : Role.values()) {
      if (role.name().equalsIgnoreCase(name)) {
        return role;
      }
    }
    throw new IllegalArgumentException("There is no role '" + name + "'");
  }
}
