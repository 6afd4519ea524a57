package org.fhirserver.web.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleClaimsTest {
  private final RoleClaims claims = new RoleClaims(List.of("roles", "realm_access.roles"));

  @Test
  void takesAListAndASingleName() {
    assertEquals(List.of("a", "b"), names(Map.of("roles", List.of("a", "b"))));
    assertEquals(List.of("FHIR Data Reader"), names(Map.of("roles", "FHIR Data Reader")));
  }

  @Test
  void takesJsonValues() {
    assertEquals(
        List.of("a", "b"),
        names(
            Map.of(
                "roles",
                List.of(new JsonText("a"), JsonValue.TRUE),
                "realm_access",
                Map.of("roles", new JsonText("b")))));
  }

  @Test
  void findsANestedClaimAndOneWithADotInItsName() {
    assertEquals(List.of("a"), names(Map.of("realm_access", Map.of("roles", List.of("a")))));
    assertEquals(List.of("a"), names(Map.of("realm_access.roles", List.of("a"))));
    assertEquals(
        List.of("deep"),
        new RoleClaims(List.of("a.b.c"))
            .names(Map.<String, Object>of("a", Map.of("b", Map.of("c", "deep")))::get));
  }

  @Test
  void findsNothingInClaimsOfOtherShape() {
    assertEquals(List.of(), names(Map.of()));
    assertEquals(List.of(), names(Map.of("roles", 7, "realm_access", "roles")));
    assertEquals(List.of(), names(Map.of("roles", List.of(List.of("admin"), Map.of()))));
  }

  private List<String> names(Map<String, Object> token) {
    return claims.names(token::get);
  }

  private record JsonText(String text) implements JsonString {

    @Override
    public String getString() {
      return text;
    }

    @Override
    public CharSequence getChars() {
      return text;
    }

    @Override
    public ValueType getValueType() {
      return ValueType.STRING;
    }
  }
}
