package org.fhirserver.it.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.fhirserver.it.fuzz.Examples.Example;
import org.fhirserver.it.fuzz.JsonTree.Items;
import org.fhirserver.it.fuzz.JsonTree.Members;
import org.fhirserver.it.fuzz.XmlTree.Attribute;

/** Makes cases; the same seed and number make the same case. */
final class FuzzCases {
  private static final String JSON = "application/fhir+json";
  private static final String XML = "application/fhir+xml";
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final Examples examples;
  private final long seed;

  FuzzCases(long seed, int examples) {
    this.seed = seed;
    this.examples = new Examples(new Random(seed), examples);
  }

  /** The case of that number. */
  FuzzCase make(long number) {
    Random random = new Random(seed ^ number * SPREAD);
    String name = seed + "-" + number;
    return new FuzzCase(name, new Maker(random).requests());
  }

  /** Makes one case. */
  private final class Maker {
    private final Random random;
    private final RequestHeaders headers;
    private final Example example;
    private final String id;

    Maker(Random random) {
      this.random = random;
      this.headers = new RequestHeaders(random);
      this.example = examples.any(random);
      this.id = new UUID(random.nextLong(), random.nextLong()).toString();
    }

    List<FuzzRequest> requests() {
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> List.of(post(example.type(), JSON, json(example)));
        case 3, 4 ->
            xml(example).map(xml -> List.of(post(example.type(), XML, xml))).orElseGet(this::again);
        case 5, 6 -> update(JSON);
        case 7 -> update(XML);
        case 8 -> jsonPatch();
        case 9 -> fhirPathPatch();
        case 10 -> List.of(post("", JSON, broken(bundle().bytes())));
        default -> List.of(xmlBundle());
      };
    }

    private List<FuzzRequest> again() {
      return List.of(post(example.type(), JSON, json(example)));
    }

    private List<FuzzRequest> update(String format) {
      FuzzRequest before = put(example.tree());
      byte[] body;
      if (format.equals(JSON)) {
        JsonTree tree = example.tree();
        tree.set("id", JsonTree.string(id));
        new JsonMutations(random).mutate(tree);
        body = broken(tree.bytes());
      } else {
        Optional<XmlTree> tree = example.xml();
        if (tree.isEmpty()) {
          return again();
        }
        tree.get().child("id").set("value", id);
        new XmlMutations(random).mutate(tree.get());
        body = broken(tree.get().bytes());
      }
      FuzzRequest update =
          new FuzzRequest("PUT", headers.path(example.type() + "/" + id), headers.of(format), body);
      return random.nextBoolean() ? List.of(before, update) : List.of(update);
    }

    private List<FuzzRequest> jsonPatch() {
      byte[] patch = broken(new Patches(random, example.tree()).jsonPatch().bytes());
      return patch("application/json-patch+json", patch);
    }

    private List<FuzzRequest> fhirPathPatch() {
      JsonTree parameters = new Patches(random, example.tree()).fhirPathPatch();
      if (random.nextInt(3) == 0) {
        new JsonMutations(random).mutate(parameters);
      }
      return patch(JSON, parameters.bytes());
    }

    private List<FuzzRequest> patch(String format, byte[] patch) {
      String path = example.type() + "/" + id;
      return List.of(
          put(example.tree()), new FuzzRequest("PATCH", path, headers.of(format), patch));
    }

    private FuzzRequest put(JsonTree tree) {
      tree.set("id", JsonTree.string(id));
      return new FuzzRequest(
          "PUT", example.type() + "/" + id, Map.of("Content-Type", JSON), tree.bytes());
    }

    private FuzzRequest post(String target, String format, byte[] body) {
      return new FuzzRequest("POST", headers.path(target), headers.of(format), body);
    }

    private byte[] json(Example base) {
      JsonTree tree = base.tree();
      new JsonMutations(random).mutate(tree);
      return broken(tree.bytes());
    }

    private Optional<byte[]> xml(Example base) {
      return base.xml()
          .map(
              tree -> {
                new XmlMutations(random).mutate(tree);
                return broken(tree.bytes());
              });
    }

    /** Now and then the bytes themselves are broken. */
    private byte[] broken(byte[] body) {
      if (body.length == 0 || random.nextInt(25) > 0) {
        return body;
      }
      byte[] broken = body.clone();
      switch (random.nextInt(3)) {
        case 0 -> {
          return Arrays.copyOf(body, random.nextInt(body.length));
        }
        case 1 -> broken[random.nextInt(body.length)] = (byte) random.nextInt(256);
        default -> broken[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return broken;
    }

    private JsonTree bundle() {
      List<JsonTree> entries = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        Example each = examples.any(random);
        JsonTree resource = each.tree();
        if (random.nextInt(3) == 0) {
          new JsonMutations(random).mutate(resource);
        }
        String own = new UUID(random.nextLong(), random.nextLong()).toString();
        entries.add(entry(each.type(), resource, own));
      }
      String type = random.nextBoolean() ? "batch" : "transaction";
      JsonTree bundle =
          JsonTree.object(
              "resourceType",
              JsonTree.string("Bundle"),
              "type",
              JsonTree.string(type),
              "entry",
              new Items(entries));
      if (random.nextInt(3) == 0) {
        new JsonMutations(random).mutate(bundle);
      }
      return bundle;
    }

    private JsonTree entry(String type, JsonTree resource, String own) {
      Members entry = JsonTree.object("fullUrl", JsonTree.string("urn:uuid:" + own));
      String method = Nasty.pick(random, List.of("POST", "POST", "PUT", "GET", "DELETE", "PATCH"));
      String url = method.equals("POST") ? type : type + "/" + own;
      if (method.equals("PUT")) {
        resource.set("id", JsonTree.string(own));
      }
      if (method.equals("POST") || method.equals("PUT")) {
        entry.set("resource", resource);
      }
      entry.set("request", headers.ofEntry(method, url));
      return entry;
    }

    private FuzzRequest xmlBundle() {
      XmlTree bundle = new XmlTree("Bundle");
      bundle.attributes.add(new Attribute("xmlns", "http://hl7.org/fhir"));
      bundle.child("type").set("value", random.nextBoolean() ? "batch" : "transaction");
      for (int i = random.nextInt(4); i >= 0; i--) {
        Example each = examples.any(random);
        each.xml().ifPresent(resource -> bundle.children.add(xmlEntry(each.type(), resource)));
      }
      if (random.nextBoolean()) {
        new XmlMutations(random).mutate(bundle);
      }
      return post("", XML, broken(bundle.bytes()));
    }

    private XmlTree xmlEntry(String type, XmlTree resource) {
      XmlTree entry = new XmlTree("entry");
      XmlTree request = new XmlTree("request");
      XmlTree method = new XmlTree("method");
      method.set("value", "POST");
      XmlTree url = new XmlTree("url");
      url.set("value", type);
      request.children.addAll(List.of(method, url));
      XmlTree holder = new XmlTree("resource");
      holder.children.add(resource);
      entry.children.addAll(List.of(holder, request));
      return entry;
    }
  }
}
