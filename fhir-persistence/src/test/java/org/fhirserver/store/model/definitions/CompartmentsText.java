package org.fhirserver.store.model.definitions;

import java.util.List;

/** Writes the compartments as the lines that {@code CompartmentDefinitions} reads. */
final class CompartmentsText {
  private final StringBuilder text =
      new StringBuilder("# FHIR R4 4.0.1, made by DefinitionsGenerator; edit that one instead\n");

  /** The whole file. */
  String text() {
    SpecificationNode.resources("profile/profiles-resources.xml", "CompartmentDefinition")
        .forEach(this::add);
    return text.toString();
  }

  private void add(SpecificationNode compartment) {
    text.append("compartment ").append(compartment.text("code")).append('\n');
    for (SpecificationNode member : compartment.all("resource")) {
      List<String> parameters = member.all("param").stream().map(SpecificationNode::value).toList();
      if (!parameters.isEmpty()) {
        text.append(member.text("code")).append(' ');
        text.append(String.join(" ", parameters)).append('\n');
      }
    }
  }
}
