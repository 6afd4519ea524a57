package org.fhirserver.it.search.oracle;

import java.util.List;

/**
 * One link of a chain: from a resource along one of its references, or back to what refers to it.
 *
 * @param reference the reference parameter
 * @param target the type that the reference leads to
 * @param back whether it leads from that type to what refers to it
 * @param typed whether the query names the type
 */
record OracleLink(OracleParameter reference, String target, boolean back, boolean typed) {
  private static final List<List<String>> REFERENCES =
      List.of(
          List.of("Observation", "subject", "Patient"),
          List.of("Observation", "patient", "Patient"),
          List.of("Observation", "encounter", "Encounter"),
          List.of("Observation", "has-member", "Observation"),
          List.of("Encounter", "subject", "Patient"),
          List.of("Encounter", "patient", "Patient"),
          List.of("Encounter", "diagnosis", "Condition"),
          List.of("Condition", "subject", "Patient"));

  /** All links from a type, there and back. */
  static List<OracleLink> from(String type) {
    return REFERENCES.stream()
        .filter(words -> words.get(0).equals(type) || words.get(2).equals(type))
        .map(words -> of(words, !words.get(0).equals(type)))
        .toList();
  }

  private static OracleLink of(List<String> words, boolean back) {
    OracleParameter reference =
        OracleParameters.all().stream()
            .filter(parameter -> parameter.type().equals(words.get(0)))
            .filter(parameter -> parameter.code().equals(words.get(1)))
            .findFirst()
            .orElseThrow();
    boolean typed = words.get(1).equals("subject") || words.get(1).equals("diagnosis");
    return new OracleLink(reference, words.get(2), back, typed);
  }

  /** The type that the link ends at. */
  String end() {
    return back ? reference.type() : target;
  }

  /** The link as it stands in the name of a parameter. */
  @Override
  public String toString() {
    return back
        ? "_has:" + reference.type() + ":" + reference.code() + ":"
        : reference.code() + (typed ? ":" + target : "") + ".";
  }
}
