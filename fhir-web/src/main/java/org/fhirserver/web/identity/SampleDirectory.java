package org.fhirserver.web.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sample clients and users: one of each for every role, and a public client. */
final class SampleDirectory {
  private static final List<String> ROLES = List.of("reader", "writer", "admin");
  private static final String PUBLIC_CLIENT = "sample-app";
  private static final Set<String> TOOLS =
      Set.of("https://www.getpostman.com/oauth2/callback", "https://oauth.pstmn.io/v1/callback");
  private static final Set<String> LOOPBACK =
      Set.of("http://localhost/callback", "http://127.0.0.1/callback", "http://[::1]/callback");

  private final Map<String, SampleClient> clients = new LinkedHashMap<>();
  private final Map<String, SampleUser> users = new LinkedHashMap<>();

  SampleDirectory() {
    for (String role : ROLES) {
      clients.put(role, new SampleClient(role, Optional.of(role + "-secret"), Set.of(role), TOOLS));
      users.put(role, new SampleUser(role, role + "-password", Set.of(role)));
    }
    clients.put(
        PUBLIC_CLIENT, new SampleClient(PUBLIC_CLIENT, Optional.empty(), Set.of(), LOOPBACK));
  }

  /** The client of that id. */
  Optional<SampleClient> client(String id) {
    return Optional.ofNullable(clients.get(id));
  }

  /** The user of that name, if the password is right. */
  Optional<SampleUser> signIn(String name, String password) {
    return Optional.ofNullable(users.get(name))
        .filter(user -> Secrets.equal(user.password(), password));
  }
}
