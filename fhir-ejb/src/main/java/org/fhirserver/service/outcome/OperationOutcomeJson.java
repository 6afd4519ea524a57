package org.fhirserver.service.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.Issue;

/**
 * Writes OperationOutcomes as JSON.
 *
 * @see <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>
 */
public final class OperationOutcomeJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_SIZE = 256;
  private static final int REPLACEMENT = 0xfffd;

  private OperationOutcomeJson() {}

  /**
   * The UTF-8 bytes of an OperationOutcome.
   *
   * @param id its id, which is the id of the request
   * @param issues what to tell; at least one, as the specification demands
   */
  public static byte[] write(String id, List<Issue> issues) {
    return write(Optional.of(id), issues);
  }

  /** The UTF-8 bytes of an OperationOutcome without id, as it stands in an entry of a Bundle. */
  public static byte[] write(List<Issue> issues) {
    return write(Optional.empty(), issues);
  }

  private static byte[] write(Optional<String> id, List<Issue> issues) {
    if (issues.isEmpty()) {
      throw new IllegalArgumentException("An OperationOutcome has at least one issue");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "OperationOutcome");
      if (id.isPresent()) {
        json.writeStringField("id", id.get());
      }
      json.writeArrayFieldStart("issue");
      for (Issue issue : issues) {
        writeIssue(json, issue);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writeIssue(JsonGenerator json, Issue issue) throws IOException {
    json.writeStartObject();
    json.writeStringField("severity", issue.severity());
    json.writeStringField("code", issue.code());
    json.writeStringField("diagnostics", legal(issue.diagnostics()));
    if (issue.expression().isPresent()) {
      json.writeArrayFieldStart("expression");
      json.writeString(issue.expression().get());
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /**
   * The text without characters that no string of FHIR may have: it may quote what a client sent.
   *
   * @see <a href="https://hl7.org/fhir/R4/datatypes.html#string">string</a>
   */
  private static String legal(String text) {
    if (text.codePoints().allMatch(OperationOutcomeJson::isLegal)) {
      return text;
    }
    return text.codePoints()
        .map(c -> isLegal(c) ? c : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLegal(int codePoint) {
    return codePoint >= ' '
            && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
            && codePoint != 0xfffe
            && codePoint != 0xffff
        || codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r';
  }
}
