package org.fhirserver.it.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fhirserver.it.fuzz.JsonTree.Items;
import org.fhirserver.it.fuzz.JsonTree.Literal;
import org.fhirserver.it.fuzz.JsonTree.Member;
import org.fhirserver.it.fuzz.JsonTree.Members;

/** Patches for a resource, about places that it has and some that it has not. */
final class Patches {
  private final Random random;

  /** A place: as JSON Pointer, as FHIRPath, its name, and what stands there. */
  private record Place(String pointer, String path, String name, JsonTree value) {}

  private final List<Place> places = new ArrayList<>();

  Patches(Random random, JsonTree resource) {
    this.random = random;
    collect(resource, "", resource.text("resourceType"), "");
  }

  private void collect(JsonTree tree, String pointer, String path, String name) {
    places.add(new Place(pointer, path, name, tree));
    if (tree instanceof Members members) {
      for (Member member : members.list()) {
        String key = member.name();
        collect(member.value(), pointer + "/" + key, path + "." + key, key);
      }
    } else if (tree instanceof Items items) {
      for (int i = 0; i < items.list().size(); i++) {
        collect(items.list().get(i), pointer + "/" + i, path + "[" + i + "]", name);
      }
    }
  }

  JsonTree jsonPatch() {
    List<JsonTree> operations = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Members operation =
          JsonTree.object(
              "op",
              JsonTree.string(
                  Nasty.pick(
                      random,
                      List.of("add", "remove", "replace", "move", "copy", "test", "nonsense"))),
              "path",
              JsonTree.string(pointer()));
      if (random.nextInt(5) > 0) {
        operation.set("value", value());
      }
      if (random.nextInt(3) == 0) {
        operation.set("from", JsonTree.string(pointer()));
      }
      operations.add(operation);
    }
    return new Items(operations);
  }

  private String pointer() {
    String pointer = Nasty.pick(random, places).pointer();
    return switch (random.nextInt(10)) {
      case 0 -> pointer + "/-";
      case 1 -> pointer + "/0";
      case 2 -> pointer + "/extension";
      case 3 -> pointer + "~2" + Nasty.string(random);
      default -> pointer;
    };
  }

  private JsonTree value() {
    return switch (random.nextInt(3)) {
      case 0 -> new Literal(Nasty.literal(random));
      case 1 -> JsonTree.string(Nasty.string(random));
      default -> Nasty.pick(random, places).value().copy();
    };
  }

  JsonTree fhirPathPatch() {
    List<JsonTree> operations = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      operations.add(
          JsonTree.object("name", JsonTree.string("operation"), "part", new Items(parts())));
    }
    return JsonTree.object(
        "resourceType", JsonTree.string("Parameters"), "parameter", new Items(operations));
  }

  private List<JsonTree> parts() {
    List<JsonTree> parts = new ArrayList<>();
    String type =
        Nasty.pick(random, List.of("add", "insert", "delete", "replace", "move", "nonsense"));
    parts.add(part("type", "valueCode", JsonTree.string(type)));
    Place place = Nasty.pick(random, places);
    parts.add(part("path", "valueString", JsonTree.string(path(place))));
    sometimes(parts, part("name", "valueString", JsonTree.string(place.name())));
    sometimes(parts, patchValue(place));
    for (String index : List.of("index", "source", "destination")) {
      if (random.nextInt(3) == 0) {
        int number = random.nextInt(4) - 1;
        parts.add(part(index, "valueInteger", new Literal(Integer.toString(number))));
      }
    }
    return parts;
  }

  private JsonTree patchValue(Place place) {
    if (place.value() instanceof Literal literal && literal.text().startsWith("\"")) {
      return part(
          "value",
          Nasty.pick(random, List.of("valueString", "valueCode", "valueUri", "valueDateTime")),
          random.nextBoolean() ? literal : JsonTree.string(Nasty.string(random)));
    }
    return switch (random.nextInt(3)) {
      case 0 -> part("value", "valueHumanName", place.value().copy());
      case 1 -> part("value", "part", new Items(new ArrayList<>(List.of(place.value().copy()))));
      default -> part("value", "valueBoolean", new Literal(Nasty.literal(random)));
    };
  }

  private String path(Place place) {
    return switch (random.nextInt(10)) {
      case 0 -> place.path() + ".where(true)";
      case 1 -> place.path() + ".first()";
      case 2 -> place.path() + ".where(use = 'official')";
      case 3 -> place.path() + ".where(" + "(".repeat(random.nextInt(500)) + "1)";
      case 4 -> place.path() + Nasty.string(random);
      default -> place.path();
    };
  }

  private void sometimes(List<JsonTree> parts, JsonTree part) {
    if (random.nextInt(4) > 0) {
      parts.add(part);
    }
  }

  private static JsonTree part(String name, String key, JsonTree value) {
    return JsonTree.object("name", JsonTree.string(name), key, value);
  }
}
