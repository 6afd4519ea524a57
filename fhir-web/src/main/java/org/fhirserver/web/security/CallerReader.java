package org.fhirserver.web.security;

import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.access.RoleNames;
import org.jspecify.annotations.Nullable;

/** Reads the caller from the claims of a validated token. */
final class CallerReader {
  private static final List<String> CLIENT_CLAIMS = List.of("azp", "client_id", "appid");

  private final RoleClaims roleClaims;
  private final RoleNames roleNames;

  CallerReader(RoleClaims roleClaims, RoleNames roleNames) {
    this.roleClaims = roleClaims;
    this.roleNames = roleNames;
  }

  /** The caller, unless the token has no subject. */
  Optional<Caller> read(Function<String, @Nullable Object> token) {
    return text(token.apply("sub"))
        .map(
            subject ->
                new Caller(
                    subject,
                    CLIENT_CLAIMS.stream().flatMap(c -> text(token.apply(c)).stream()).findFirst(),
                    text(token.apply("oid")).orElse(subject),
                    roleNames.roles(roleClaims.names(token))));
  }

  private static Optional<String> text(@Nullable Object claim) {
    if (claim instanceof String string) {
      return Optional.of(string).filter(text -> !text.isEmpty());
    }
    return claim instanceof JsonString string ? text(string.getString()) : Optional.empty();
  }
}
