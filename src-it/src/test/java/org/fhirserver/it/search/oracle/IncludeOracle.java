package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Evaluates {@code _include} and {@code _revinclude} over plain JSON. */
final class IncludeOracle {

  /** The types of the generated resources. */
  static final List<String> TYPES =
      List.of(
          "Patient",
          "Organization",
          "Practitioner",
          "Observation",
          "Questionnaire",
          "QuestionnaireResponse");

  /** The reference parameters of the generated resources. */
  static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter(
              "Patient",
              "general-practitioner",
              "generalPractitioner",
              Set.of("Organization", "Practitioner", "PractitionerRole")),
          new Parameter("Patient", "link", "link.other", Set.of("Patient", "RelatedPerson")),
          new Parameter("Patient", "organization", "managingOrganization", Set.of("Organization")),
          new Parameter("Organization", "partof", "partOf", Set.of("Organization")),
          new Parameter(
              "Observation",
              "subject",
              "subject",
              Set.of("Group", "Device", "Patient", "Location")),
          new Parameter("Observation", "patient", "subject", Set.of("Patient")),
          new Parameter(
              "Observation",
              "performer",
              "performer",
              Set.of(
                  "Practitioner",
                  "Organization",
                  "CareTeam",
                  "Patient",
                  "PractitionerRole",
                  "RelatedPerson")),
          new Parameter(
              "Observation",
              "has-member",
              "hasMember",
              Set.of("Observation", "MolecularSequence", "QuestionnaireResponse")),
          new Parameter(
              "QuestionnaireResponse", "questionnaire", "questionnaire", Set.of("Questionnaire")),
          new Parameter("QuestionnaireResponse", "subject", "subject", Set.copyOf(TYPES)),
          new Parameter(
              "QuestionnaireResponse",
              "author",
              "author",
              Set.of(
                  "Device",
                  "Practitioner",
                  "Patient",
                  "RelatedPerson",
                  "PractitionerRole",
                  "Organization")));

  private final Map<String, JsonNode> resources = new LinkedHashMap<>();
  private final String baseUrl;

  /**
   * An oracle over resources as they are stored.
   *
   * @param baseUrl the service base URL with a slash at its end
   */
  IncludeOracle(Collection<JsonNode> stored, String baseUrl) {
    stored.forEach(resource -> resources.put(key(resource), resource));
    this.baseUrl = baseUrl;
  }

  /**
   * A reference parameter.
   *
   * @param targets those of the types it may refer to that the tests use
   */
  record Parameter(String source, String code, String path, Set<String> targets) {}

  /**
   * One include.
   *
   * @param source a type or *
   * @param code the code of a parameter or *
   * @param target a type or the empty string
   */
  record Asked(boolean reverse, boolean iterate, String source, String code, String target) {

    /** As it stands in a query. */
    String text(boolean recurse) {
      String modifier = !iterate ? "" : recurse ? ":recurse" : ":iterate";
      String value = source.equals("*") && target.isEmpty() ? "*" : source + ":" + code;
      return (reverse ? "_revinclude" : "_include")
          + modifier
          + "="
          + value
          + (target.isEmpty() ? "" : ":" + target);
    }

    boolean covers(Parameter parameter) {
      return (source.equals("*") || source.equals(parameter.source()))
          && (code.equals("*") || code.equals(parameter.code()));
    }
  }

  /** Type and id. */
  static String key(JsonNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  /** The keys of what is included for the matches with these keys. */
  Set<String> included(Collection<String> matches, List<Asked> includes) {
    Set<String> seen = new TreeSet<>(matches);
    Set<String> round = new TreeSet<>(matches);
    List<Asked> applied = includes;
    while (!round.isEmpty()) {
      Set<String> found = new TreeSet<>();
      for (Asked include : applied) {
        for (Parameter parameter : PARAMETERS) {
          if (include.covers(parameter)) {
            found.addAll(follow(round, include, parameter));
          }
        }
      }
      found.removeAll(seen);
      seen.addAll(found);
      round = found;
      applied = includes.stream().filter(Asked::iterate).toList();
    }
    seen.removeAll(matches);
    return seen;
  }

  private Set<String> follow(Set<String> from, Asked include, Parameter parameter) {
    Set<String> found = new TreeSet<>();
    Predicate<String> rightType =
        key -> {
          String type = key.substring(0, key.indexOf('/'));
          return parameter.targets().contains(type)
              && (include.target().isEmpty() || include.target().equals(type));
        };
    for (JsonNode source : resources.values()) {
      if (!source.path("resourceType").asText().equals(parameter.source())) {
        continue;
      }
      for (JsonNode value : OracleParameter.values(source, parameter.path()).toList()) {
        for (String target : targets(value, include.reverse())) {
          if (!rightType.test(target)) {
            continue;
          }
          if (include.reverse() && from.contains(target)) {
            found.add(key(source));
          } else if (!include.reverse() && from.contains(key(source))) {
            found.add(target);
          }
        }
      }
    }
    return found;
  }

  /**
   * The keys of the resources that a reference leads to.
   *
   * @param anyVersion whether a reference to a past version leads to the current one
   */
  private List<String> targets(JsonNode value, boolean anyVersion) {
    String text = (value.isTextual() ? value : value.path("reference")).asText();
    List<String> found = new ArrayList<>();
    String local = text.startsWith(baseUrl) ? text.substring(baseUrl.length()) : text;
    String[] parts = local.split("/_history/");
    JsonNode literal = resources.get(parts[0]);
    if (literal != null
        && (parts.length == 1
            || anyVersion
            || literal.path("meta").path("versionId").asText().equals(parts[1]))) {
      found.add(parts[0]);
    }
    if (value.isTextual()) {
      String[] canonical = text.split("\\|");
      for (JsonNode resource : resources.values()) {
        if (resource.path("url").asText().equals(canonical[0])
            && (canonical.length == 1 || resource.path("version").asText().equals(canonical[1]))) {
          found.add(key(resource));
        }
      }
    }
    return found;
  }
}
