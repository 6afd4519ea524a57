package org.fhirserver.service.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;

/**
 * A JSON document under the operations of a patch.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4">RFC 6902, operations</a>
 */
final class JsonDocument {
  /** How many characters a patch may copy within a document; copies of copies grow fast. */
  private static final int MOST_COPIED = 16 * 1024 * 1024;

  private static final int LONGEST_INDEX = 9;

  private final JsonNode root;
  private final Set<JsonNode> emptied = Collections.newSetFromMap(new IdentityHashMap<>());
  private long copied;

  JsonDocument(byte[] bytes) {
    this.root = JsonText.read(bytes, Integer.MAX_VALUE);
  }

  byte[] toBytes() {
    prune(root, 1);
    return JsonText.write(root);
  }

  /** Puts a value there: a member, in place of one of that name, or an item before the present. */
  void add(JsonPointer path, JsonNode value) {
    insert(path, copy(value, path.tokens().size() + 1));
  }

  /** Takes away what is there. */
  void remove(JsonPointer path) {
    take(path);
  }

  /** Puts a value in place of what is there. */
  void replace(JsonPointer path, JsonNode value) {
    JsonNode parent = parent(path);
    JsonNode replacement = copy(value, path.tokens().size() + 1);
    if (parent instanceof JsonNode.Members members && members.byName().containsKey(path.last())) {
      members.byName().put(path.last(), replacement);
    } else if (parent instanceof JsonNode.Items items) {
      items.list().set(index(path.last(), items.list().size() - 1), replacement);
    } else {
      throw missing();
    }
  }

  /** Takes away what is at one place and puts it at another. */
  void move(JsonPointer from, JsonPointer path) {
    if (from.equals(path)) {
      get(from);
    } else {
      insert(path, take(from));
    }
  }

  /** Puts at one place what also stands at another. */
  void copy(JsonPointer from, JsonPointer path) {
    JsonNode source = get(from);
    measure(source, 1);
    insert(path, copy(source, path.tokens().size() + 1));
  }

  /** Demands that a value is there. */
  void test(JsonPointer path, JsonNode value) {
    if (!JsonNode.isEqual(get(path), value)) {
      throw FhirException.invalid("Another value stands at its path.");
    }
  }

  private void insert(JsonPointer path, JsonNode value) {
    JsonNode parent = parent(path);
    if (parent instanceof JsonNode.Members members) {
      members.byName().put(path.last(), value);
    } else if (parent instanceof JsonNode.Items items) {
      int size = items.list().size();
      items
          .list()
          .add(path.last().equals(JsonPointer.END) ? size : index(path.last(), size), value);
    } else {
      throw missing();
    }
  }

  private JsonNode take(JsonPointer path) {
    JsonNode parent = parent(path);
    if (parent instanceof JsonNode.Items items) {
      JsonNode taken = items.list().remove(index(path.last(), items.list().size() - 1));
      emptied.add(items);
      return taken;
    }
    JsonNode taken =
        parent instanceof JsonNode.Members members ? members.byName().remove(path.last()) : null;
    if (taken == null) {
      throw missing();
    }
    emptied.add(parent);
    return taken;
  }

  private JsonNode parent(JsonPointer path) {
    JsonNode node = root;
    for (String token : path.tokens().subList(0, path.tokens().size() - 1)) {
      node = child(node, token);
    }
    return node;
  }

  private JsonNode get(JsonPointer path) {
    return path.isWhole() ? root : child(parent(path), path.last());
  }

  private static JsonNode child(JsonNode node, String token) {
    if (node instanceof JsonNode.Items items) {
      return items.list().get(index(token, items.list().size() - 1));
    }
    return Optional.of(node)
        .filter(JsonNode.Members.class::isInstance)
        .map(members -> ((JsonNode.Members) members).byName().get(token))
        .orElseThrow(JsonDocument::missing);
  }

  private static int index(String token, int greatest) {
    boolean number =
        !token.isEmpty()
            && token.length() <= LONGEST_INDEX
            && token.chars().allMatch(c -> c >= '0' && c <= '9')
            && (token.length() == 1 || token.charAt(0) != '0');
    if (!number || Integer.parseInt(token) > greatest) {
      throw missing();
    }
    return Integer.parseInt(token);
  }

  private static FhirException missing() {
    return FhirException.invalid("There is nothing at its path.");
  }

  /** A copy, so that what is done to one does not happen to the other. */
  private static JsonNode copy(JsonNode node, int depth) {
    JsonText.requireDepth(depth);
    if (node instanceof JsonNode.Members members) {
      Map<String, JsonNode> copies = new LinkedHashMap<>();
      members.byName().forEach((name, member) -> copies.put(name, copy(member, depth + 1)));
      return new JsonNode.Members(copies);
    }
    if (node instanceof JsonNode.Items items) {
      List<JsonNode> copies = new ArrayList<>(items.list().size());
      items.list().forEach(item -> copies.add(copy(item, depth + 1)));
      return new JsonNode.Items(copies);
    }
    return node;
  }

  /** Counts what is to be copied before it is. */
  private void measure(JsonNode node, int depth) {
    JsonText.requireDepth(depth);
    copied++;
    if (node instanceof JsonNode.Members members) {
      members
          .byName()
          .forEach(
              (name, member) -> {
                copied += name.length();
                measure(member, depth + 1);
              });
    } else if (node instanceof JsonNode.Items items) {
      items.list().forEach(item -> measure(item, depth + 1));
    } else {
      copied += ((JsonNode.Scalar) node).text().length();
    }
    if (copied > MOST_COPIED) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "The patch copies more than " + MOST_COPIED + " characters.");
    }
  }

  /**
   * Removes arrays and objects that the patch has left empty: FHIR has none, and a client that
   * removes the only item of an array means that.
   */
  private void prune(JsonNode node, int depth) {
    JsonText.requireDepth(depth);
    if (emptied.isEmpty()) {
      return;
    }
    if (node instanceof JsonNode.Members members) {
      members.byName().values().removeIf(member -> isLeftEmpty(member, node, depth));
    } else if (node instanceof JsonNode.Items items) {
      items.list().removeIf(item -> isLeftEmpty(item, node, depth));
    }
  }

  private boolean isLeftEmpty(JsonNode node, JsonNode parent, int depth) {
    prune(node, depth + 1);
    boolean empty =
        node instanceof JsonNode.Members members && members.byName().isEmpty()
            || node instanceof JsonNode.Items items && items.list().isEmpty();
    if (!empty || !emptied.contains(node)) {
      return false;
    }
    emptied.add(parent);
    return true;
  }
}
