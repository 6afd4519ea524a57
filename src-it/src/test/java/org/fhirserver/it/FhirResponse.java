package org.fhirserver.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What the server answered.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body as text, "" if there was none
 */
public record FhirResponse(int status, HttpHeaders headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The body as a tree; fails if it is not JSON. */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: status " + status + ", body " + body, e);
    }
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** This response if it has that status; else fails with what was answered. */
  public FhirResponse expect(int expected) {
    if (status != expected) {
      throw new AssertionError("Status " + status + " instead of " + expected + ": " + body);
    }
    return this;
  }
}
