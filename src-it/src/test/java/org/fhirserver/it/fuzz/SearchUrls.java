package org.fhirserver.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fhirserver.it.search.Searches;

/** Makes searches, legal and illegal ones; the same seed and number make the same search. */
final class SearchUrls {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;
  private static final int LONGEST_VALUE = 2_000;

  /** Beyond, the app server answers for itself. */
  private static final int LONGEST_URL = 100_000;

  private static final List<String> MODIFIERS =
      List.of(
          "missing",
          "exact",
          "contains",
          "text",
          "not",
          "in",
          "not-in",
          "above",
          "below",
          "of-type",
          "identifier",
          "Patient",
          "Foo",
          "iterate",
          "",
          "exact:exact");

  private static final List<String> PREFIXES =
      List.of("", "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap", "xx");

  private static final List<String> RESULTS =
      List.of(
          "_count=0",
          "_count=1",
          "_count=20",
          "_count=-1",
          "_count=99999999999",
          "_total=accurate",
          "_total=estimate",
          "_total=none",
          "_total=x",
          "_summary=true",
          "_summary=text",
          "_summary=data",
          "_summary=count",
          "_summary=x",
          "_elements=id,name,status",
          "_elements=",
          "_contained=true",
          "_contained=false",
          "_containedType=container",
          "_format=json",
          "_pretty=true",
          "ct=AAAA",
          "ct=",
          "_include=*",
          "_revinclude=*",
          "_revinclude=*:*",
          "_include:iterate=*",
          "_type=Patient,Observation",
          "_type=Foo",
          "_type:not=Patient",
          "_query=x",
          "_list=x",
          "_list=$current-problems",
          "_text=pain%20or%20%22heart%20rate%22",
          "_content=-",
          "_filter=",
          "_filter=(name%20eq%20%22x%22%20or%20not(",
          "_filter=_id%20eq%20a%20and%20_lastUpdated%20gt%202020");

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "number", List.of("1", "0.5", "-1e-3", "1e2", "5.00"),
          "date", List.of("2020", "2020-02", "2020-02-29", "2020-01-01T10:00:00Z", "1900-01-01"),
          "string", List.of("a", "Peter", "é", "%", "_", "\\,", "A B"),
          "token", List.of("a", "http://loinc.org|", "|a", "http://loinc.org|8302-2", "final"),
          "reference",
              List.of("Patient/x", "x", "http://example.org/fhir/Patient/x", "urn:oid:1.2"),
          "composite", List.of("a$b", "http://loinc.org|8302-2$gt5", "a$2020", "a$b$c", "$"),
          "quantity", List.of("5.4|http://unitsofmeasure.org|mg", "5||kg", "1", "5|x", "ap100||mm"),
          "uri", List.of("http://hl7.org/fhir", "urn:uuid:1", "http://a|1"),
          "special", List.of("42.2|-83.7|11|km", "90|180|1", "x"));

  /** A parameter as the CapabilityStatement declares it. */
  private record Parameter(String name, String type) {}

  private final long seed;
  private final List<String> types = new ArrayList<>();
  private final Map<String, List<Parameter>> parameters = new HashMap<>();

  /**
   * A maker.
   *
   * @param statement the CapabilityStatement of the server
   */
  SearchUrls(long seed, JsonNode statement) {
    this.seed = seed;
    for (JsonNode resource : statement.path("rest").path(0).path("resource")) {
      String type = resource.path("type").asText();
      List<Parameter> own = new ArrayList<>();
      for (JsonNode parameter : resource.path("searchParam")) {
        own.add(new Parameter(parameter.path("name").asText(), parameter.path("type").asText()));
      }
      types.add(type);
      parameters.put(type, own);
    }
  }

  /** The search of that number, relative to the base of the FHIR API. */
  String make(long number) {
    return new Maker(new Random(seed ^ number * SPREAD)).url();
  }

  /** Makes one search. */
  private final class Maker {
    private final Random random;

    Maker(Random random) {
      this.random = random;
    }

    String url() {
      String type = Nasty.pick(random, types);
      List<String> query = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        query.add(random.nextInt(5) == 0 ? Nasty.pick(random, RESULTS) : condition(type));
      }
      if (random.nextInt(4) == 0) {
        query.add("_sort=" + (random.nextBoolean() ? "-" : "") + parameter(type).name());
      }
      if (random.nextInt(4) == 0) {
        query.add(include(type));
      }
      String url = place(type) + "?" + String.join("&", query);
      return url.length() > LONGEST_URL
          ? url.substring(0, url.lastIndexOf(Searches.encoded(","), LONGEST_URL))
          : url;
    }

    private String place(String type) {
      return switch (random.nextInt(12)) {
        case 0 -> "";
        case 1 -> "Patient/x/" + type;
        case 2 -> Nasty.pick(random, types) + "/x/*";
        default -> type;
      };
    }

    private String condition(String type) {
      Parameter parameter = parameter(type);
      String name = name(type, parameter, 0);
      if (random.nextInt(4) == 0) {
        name += ":" + Nasty.pick(random, MODIFIERS);
      }
      return name + "=" + Searches.encoded(values(parameter));
    }

    /** The name of the parameter, at the end of a chain now and then. */
    private String name(String type, Parameter parameter, int depth) {
      if (depth > 12 || random.nextInt(5) > 0) {
        return parameter.name();
      }
      String other = Nasty.pick(random, types);
      if (random.nextBoolean()) {
        return "_has:" + other + ":" + parameter(other).name() + ":" + name(type, parameter, depth);
      }
      String link = parameter(type).name() + (random.nextBoolean() ? ":" + other : "");
      return link + "." + name(type, parameter, depth + 1);
    }

    private String values(Parameter parameter) {
      List<String> values = new ArrayList<>();
      int count = random.nextInt(200) == 0 ? 500 : 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        values.add(value(parameter));
      }
      return String.join(",", values);
    }

    private String value(Parameter parameter) {
      if (random.nextInt(6) == 0) {
        String nasty = Nasty.string(random);
        return nasty.length() > LONGEST_VALUE ? nasty.substring(0, LONGEST_VALUE) : nasty;
      }
      String kind = random.nextInt(8) == 0 ? "string" : parameter.type();
      return Nasty.pick(random, PREFIXES) + Nasty.pick(random, VALUES.get(kind));
    }

    private String include(String type) {
      String source = random.nextInt(3) == 0 ? Nasty.pick(random, types) : type;
      String target = random.nextInt(4) == 0 ? ":" + Nasty.pick(random, types) : "";
      String code = random.nextInt(6) == 0 ? "*" : parameter(source).name();
      return Nasty.pick(random, List.of("_include", "_revinclude"))
          + Nasty.pick(random, List.of("", "", ":iterate", ":recurse", ":foo"))
          + "="
          + (source + ":" + code + target);
    }

    private Parameter parameter(String type) {
      return random.nextInt(30) == 0
          ? new Parameter("unknown", "string")
          : Nasty.pick(random, parameters.get(type));
    }
  }
}
