package org.fhirserver.web.security;

import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the role names in the claims of a token.
 *
 * <p>A claim is one name or a list of names. A claim {@code a.b} is the claim of just that name, or
 * else member {@code b} of claim {@code a}.
 */
final class RoleClaims {
  private final List<String> claims;

  RoleClaims(List<String> claims) {
    this.claims = List.copyOf(claims);
  }

  /** All role names of a token whose claims the function gives. */
  List<String> names(Function<String, @Nullable Object> token) {
    List<String> names = new ArrayList<>();
    for (String claim : claims) {
      collect(value(claim, token), names);
    }
    return names;
  }

  private static @Nullable Object value(String claim, Function<String, @Nullable Object> token) {
    Object value = token.apply(claim);
    int dot = claim.indexOf('.');
    if (value != null || dot < 0) {
      return value;
    }
    return token.apply(claim.substring(0, dot)) instanceof Map<?, ?> object
        ? value(claim.substring(dot + 1), object::get)
        : null;
  }

  private static void collect(@Nullable Object value, List<String> names) {
    if (value instanceof Collection<?> list) {
      for (Object item : list) {
        collectName(item, names);
      }
    } else {
      collectName(value, names);
    }
  }

  private static void collectName(@Nullable Object value, List<String> names) {
    if (value instanceof String name) {
      names.add(name);
    } else if (value instanceof JsonString name) {
      names.add(name.getString());
    }
  }
}
