package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;

/**
 * What a SearchParameter says.
 *
 * @param status its status: draft, active, retired or unknown
 * @param derivedFrom the canonical URL of the parameter that it narrows or names
 * @param definition what it defines
 * @see <a href="https://hl7.org/fhir/R4/searchparameter.html">SearchParameter</a>
 */
record ReceivedParameter(
    String status, Optional<String> derivedFrom, SearchParameterDefinition definition) {

  /** Reads a SearchParameter. */
  static ReceivedParameter of(Element resource) {
    return new ReceivedParameter(
        resource.childValue("status").orElse("unknown"),
        resource.childValue("derivedFrom"),
        new SearchParameterDefinition(
            resource.childValue("url").orElse(""),
            resource.childValue("code").orElse(""),
            resource.childValue("type").orElse(""),
            values(resource, "base"),
            resource.childValue("expression"),
            values(resource, "target").stream()
                .flatMap(name -> ResourceType.named(name).stream())
                .toList(),
            resource.children("component").stream().map(ReceivedParameter::component).toList()));
  }

  boolean isActive() {
    return status.equals("active");
  }

  boolean isRetired() {
    return status.equals("retired");
  }

  private static SearchParameterDefinition.Component component(Element component) {
    return new SearchParameterDefinition.Component(
        component.childValue("definition").orElse(""),
        component.childValue("expression").orElse(""));
  }

  private static List<String> values(Element resource, String name) {
    return resource.children(name).stream().flatMap(child -> child.value().stream()).toList();
  }
}
