package org.fhirserver.it.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fhirserver.it.fuzz.JsonTree.Items;
import org.fhirserver.it.fuzz.JsonTree.Literal;
import org.fhirserver.it.fuzz.JsonTree.Member;
import org.fhirserver.it.fuzz.JsonTree.Members;

/** Breaks JSON here and there, as one who knows what FHIR expects. */
final class JsonMutations {
  private static final List<String> NAMES =
      List.of(
          "id",
          "meta",
          "extension",
          "modifierExtension",
          "contained",
          "text",
          "resourceType",
          "implicitRules",
          "language",
          "value",
          "valueString",
          "valueQuantity",
          "valueBoolean",
          "deceasedBoolean",
          "deceasedDateTime",
          "fhir_comments",
          "_",
          "_id",
          "__proto__",
          "",
          "div",
          "identifier",
          "name",
          "status",
          "url",
          "reference");

  private final Random random;

  JsonMutations(Random random) {
    this.random = random;
  }

  /** Changes a few places of a tree. */
  void mutate(JsonTree root) {
    int changes = random.nextInt(10) < 7 ? 1 : 2 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      change(root);
    }
  }

  private void change(JsonTree root) {
    List<JsonTree> containers = new ArrayList<>();
    collect(root, containers, 0);
    if (containers.isEmpty()) {
      return;
    }
    JsonTree container = Nasty.pick(random, containers);
    if (container instanceof Members members) {
      change(members.list(), containers);
    } else if (container instanceof Items items) {
      change(items, containers);
    }
  }

  private static void collect(JsonTree tree, List<JsonTree> containers, int depth) {
    if (depth > 200 || tree instanceof Literal) {
      return;
    }
    containers.add(tree);
    if (tree instanceof Members members) {
      members.list().forEach(member -> collect(member.value(), containers, depth + 1));
    } else if (tree instanceof Items items) {
      items.list().forEach(item -> collect(item, containers, depth + 1));
    }
  }

  private void change(List<Member> members, List<JsonTree> others) {
    if (members.isEmpty()) {
      members.add(new Member(Nasty.pick(random, NAMES), value(others)));
      return;
    }
    int index = random.nextInt(members.size());
    Member member = members.get(index);
    switch (random.nextInt(12)) {
      case 0 -> members.remove(index);
      case 1 -> members.add(random.nextInt(members.size() + 1), member);
      case 2 -> members.set(index, new Member(Nasty.pick(random, NAMES), member.value()));
      case 3 -> members.add(new Member(Nasty.pick(random, NAMES), value(others)));
      case 4 -> members.set(index, new Member("_" + member.name(), member.value()));
      case 5 -> members.add(new Member("_" + member.name(), partner()));
      case 6 -> members.set(index, new Member(member.name(), wrapped(member.value())));
      case 7 -> members.set(index, new Member(retyped(member.name()), member.value()));
      case 8 -> {
        members.remove(index);
        members.add(random.nextInt(members.size() + 1), member);
      }
      default -> members.set(index, new Member(member.name(), other(member.value(), others)));
    }
  }

  private void change(Items items, List<JsonTree> others) {
    List<JsonTree> list = items.list();
    if (list.isEmpty()) {
      list.add(value(others));
      return;
    }
    int index = random.nextInt(list.size());
    switch (random.nextInt(7)) {
      case 0 -> list.remove(index);
      case 1 -> list.add(index, list.get(index).copy());
      case 2 -> list.add(index, new Literal("null"));
      case 3 -> list.set(index, wrapped(list.get(index)));
      case 4 -> {
        int most = Math.min(60, 200_000 / list.get(index).bytes().length);
        for (int i = random.nextInt(most + 1); i > 0; i--) {
          list.add(list.get(index).copy());
        }
      }
      case 5 -> list.clear();
      default -> list.set(index, other(list.get(index), others));
    }
  }

  /** A value in place of another one, often of the same JSON type. */
  private JsonTree other(JsonTree present, List<JsonTree> others) {
    if (present instanceof Literal literal && literal.text().startsWith("\"")) {
      return switch (random.nextInt(4)) {
        case 0 -> JsonTree.string(literal.text().replace("\"", "") + Nasty.string(random));
        case 1 -> value(others);
        default -> JsonTree.string(Nasty.string(random));
      };
    }
    return value(others);
  }

  private JsonTree value(List<JsonTree> others) {
    return switch (random.nextInt(4)) {
      case 0 -> JsonTree.string(Nasty.string(random));
      case 1 -> Nasty.pick(random, others).copy();
      default -> new Literal(Nasty.literal(random));
    };
  }

  private JsonTree wrapped(JsonTree value) {
    if (value instanceof Items items && !items.list().isEmpty() && random.nextBoolean()) {
      return items.list().get(0);
    }
    JsonTree wrapped = value;
    for (int depth = random.nextInt(30) == 0 ? 120 : 1; depth > 0; depth--) {
      wrapped =
          random.nextBoolean()
              ? new Items(new ArrayList<>(List.of(wrapped)))
              : JsonTree.object(Nasty.pick(random, NAMES), wrapped);
    }
    return wrapped;
  }

  /** What may stand beside a primitive: its id and extensions. */
  private JsonTree partner() {
    JsonTree extension =
        JsonTree.object(
            "url",
            JsonTree.string("http://example.org/fuzz"),
            "valueString",
            JsonTree.string(Nasty.string(random)));
    JsonTree partner = JsonTree.object("extension", new Items(new ArrayList<>(List.of(extension))));
    return random.nextBoolean() ? partner : new Items(new ArrayList<>(List.of(partner)));
  }

  private String retyped(String name) {
    List<String> types = List.of("String", "Quantity", "Boolean", "Integer", "Range", "DateTime");
    int end = name.length();
    while (end > 0 && !Character.isUpperCase(name.charAt(end - 1))) {
      end--;
    }
    return (end > 1 ? name.substring(0, end - 1) : name) + Nasty.pick(random, types);
  }
}
