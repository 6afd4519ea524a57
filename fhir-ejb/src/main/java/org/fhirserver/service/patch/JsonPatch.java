package org.fhirserver.service.patch;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;

/**
 * A JSON Patch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902, JSON Patch</a>
 */
public final class JsonPatch implements Patch {
  /** How many operations a patch may have. */
  private static final int MOST_OPERATIONS = 10_000;

  /** How many values a patch may hold, those of its operations among them. */
  private static final int MOST_VALUES = 1_000_000;

  private final List<JsonPatchOperation> operations;

  private JsonPatch(List<JsonPatchOperation> operations) {
    this.operations = operations;
  }

  /**
   * Reads a patch.
   *
   * @throws FhirException INVALID if it is empty or no JSON Patch, or would change what a client
   *     cannot change
   */
  public static JsonPatch read(byte[] document) {
    if (document.length == 0) {
      throw FhirException.invalid("The body of a patch must not be empty.");
    }
    if (!(JsonText.read(document, MOST_VALUES) instanceof JsonNode.Items items)) {
      throw FhirException.invalid("A JSON Patch is an array of operations.");
    }
    if (items.list().size() > MOST_OPERATIONS) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "A JSON Patch has at most " + MOST_OPERATIONS + " operations.");
    }
    List<JsonPatchOperation> operations = new ArrayList<>(items.list().size());
    for (JsonNode item : items.list()) {
      try {
        operations.add(JsonPatchOperation.of(item));
      } catch (FhirException failure) {
        throw named("Operation " + operations.size() + " of the JSON Patch", failure);
      }
    }
    return new JsonPatch(List.copyOf(operations));
  }

  @Override
  public byte[] apply(byte[] resource) {
    JsonDocument document = new JsonDocument(resource);
    for (int i = 0; i < operations.size(); i++) {
      JsonPatchOperation operation = operations.get(i);
      try {
        operation.apply(document);
      } catch (FhirException failure) {
        throw named("Operation " + i + " of the JSON Patch (" + operation.label() + ")", failure);
      }
    }
    return document.toBytes();
  }

  /** The failure of an operation, counted from 0 as the items of arrays are. */
  private static FhirException named(String operation, FhirException failure) {
    return new FhirException(
        failure.category(),
        failure.issues().stream()
            .map(issue -> Issue.error(issue.code(), operation + ": " + issue.diagnostics()))
            .toList());
  }
}
