package org.fhirserver.service.patch;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;

/**
 * One operation of a JSON Patch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902, operations</a>
 */
sealed interface JsonPatchOperation {

  /** Where it changes or tests something. */
  JsonPointer path();

  /**
   * Does it.
   *
   * @throws FhirException INVALID if it cannot be done to the document
   */
  void apply(JsonDocument document);

  /** Puts a value there. */
  record Add(JsonPointer path, JsonNode value) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.add(path, value);
    }
  }

  /** Takes away what is there. */
  record Remove(JsonPointer path) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.remove(path);
    }
  }

  /** Puts a value in place of what is there. */
  record Replace(JsonPointer path, JsonNode value) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.replace(path, value);
    }
  }

  /** Takes away what is at one place and puts it at another. */
  record Move(JsonPointer from, JsonPointer path) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.move(from, path);
    }
  }

  /** Puts at one place what also stands at another. */
  record Copy(JsonPointer from, JsonPointer path) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.copy(from, path);
    }
  }

  /** Demands that a value is there. */
  record Test(JsonPointer path, JsonNode value) implements JsonPatchOperation {
    @Override
    public void apply(JsonDocument document) {
      document.test(path, value);
    }
  }

  /** What a client cannot change. */
  Set<List<String>> IMMUTABLE =
      Set.of(
          List.of(),
          List.of("resourceType"),
          List.of("id"),
          List.of("meta", "versionId"),
          List.of("meta", "lastUpdated"));

  /**
   * The operation that an item of the patch stands for; members that the RFC does not define count
   * for nothing.
   *
   * @throws FhirException INVALID if it is none or would change what a client cannot change
   */
  static JsonPatchOperation of(JsonNode item) {
    if (!(item instanceof JsonNode.Members members)) {
      throw FhirException.invalid("An operation is an object.");
    }
    JsonPointer path = pointer(members, "path");
    return switch (text(members, "op")) {
      case "add" -> new Add(changeable(path), value(members));
      case "remove" -> new Remove(changeable(path));
      case "replace" -> new Replace(changeable(path), value(members));
      case "move" -> move(changeable(pointer(members, "from")), changeable(path));
      case "copy" -> new Copy(pointer(members, "from"), changeable(path));
      case "test" -> new Test(path, value(members));
      default ->
          throw FhirException.invalid("'op' is none of add, remove, replace, move, copy and test.");
    };
  }

  private static Move move(JsonPointer from, JsonPointer path) {
    if (from.holds(path)) {
      throw FhirException.invalid("A value cannot be moved into itself.");
    }
    return new Move(from, path);
  }

  private static JsonPointer changeable(JsonPointer path) {
    if (IMMUTABLE.contains(path.tokens())) {
      throw FhirException.invalid("Patching immutable properties is not allowed.");
    }
    return path;
  }

  private static JsonPointer pointer(JsonNode.Members members, String name) {
    return JsonPointer.of(text(members, name));
  }

  private static String text(JsonNode.Members members, String name) {
    return Optional.ofNullable(members.byName().get(name))
        .filter(JsonNode.Scalar.class::isInstance)
        .map(JsonNode.Scalar.class::cast)
        .filter(scalar -> scalar.kind() == JsonToken.VALUE_STRING)
        .map(JsonNode.Scalar::text)
        .orElseThrow(() -> FhirException.invalid("It needs a string '" + name + "'."));
  }

  private static JsonNode value(JsonNode.Members members) {
    return Optional.ofNullable(members.byName().get("value"))
        .orElseThrow(() -> FhirException.invalid("It needs a 'value'."));
  }

  /** The operation and its path for messages, without the value. */
  default String label() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + path();
  }
}
