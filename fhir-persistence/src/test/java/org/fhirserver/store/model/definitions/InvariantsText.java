package org.fhirserver.store.model.definitions;

/** Writes the invariants of severity error as the lines that {@code InvariantsFile} reads. */
final class InvariantsText {
  private final StringBuilder text =
      new StringBuilder("# FHIR R4 4.0.1, made by DefinitionsGenerator; edit that one instead\n");

  /** The whole file. */
  String text() {
    for (SpecificationNode structure : SpecificationNode.structures()) {
      for (SpecificationNode element : structure.all("differential").get(0).all("element")) {
        element.all("constraint").stream()
            .filter(constraint -> constraint.text("severity").equals("error"))
            .forEach(constraint -> add(element.text("path"), constraint));
      }
    }
    return text.toString();
  }

  private void add(String path, SpecificationNode constraint) {
    line("invariant", path + " " + constraint.text("key"));
    line("expression", constraint.text("expression"));
    line("human", constraint.text("human"));
  }

  private void line(String key, String value) {
    text.append(key).append(' ').append(value.strip().replaceAll("\\s+", " ")).append('\n');
  }
}
