package org.fhirserver.service.view;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ElementDefinition;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceSubset;
import org.fhirserver.store.model.TypeDefinition;

/**
 * Makes the views that requests ask for.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
 * @see <a href="https://hl7.org/fhir/R4/search.html#elements">Elements</a>
 */
@ApplicationScoped
public class ResourceViews {
  private static final String ID = "id";
  private static final String TEXT = "text";

  @Inject private FhirDefinitions definitions;

  /** For the container. */
  ResourceViews() {}

  ResourceViews(FhirDefinitions definitions) {
    this.definitions = definitions;
  }

  /**
   * The view of a single resource that its request asks for.
   *
   * @throws FhirException INVALID if a value is not understood or asks for a number
   */
  public ResourceView of(List<QueryParameter> parameters) {
    ViewRequest request = ViewRequest.of(parameters);
    if (request.isCount()) {
      throw FhirException.invalid(
          "The '_summary' parameter takes count for searches and histories only.");
    }
    return of(request);
  }

  /** The view of the resources of a search or a history; whole if only a number is wanted. */
  public ResourceView of(ViewRequest request) {
    return switch (request.summary()) {
      case TRUE -> view((type, element) -> isInSummary(element), ResourceViews::isInSummary);
      case TEXT -> view((type, element) -> isText(element) || isAlwaysShown(element), part -> true);
      case DATA -> view((type, element) -> !isText(element), part -> true);
      case COUNT -> ResourceView.WHOLE;
      case FALSE ->
          request.elements().isEmpty() ? ResourceView.WHOLE : elements(request.elements());
    };
  }

  private ResourceView elements(Set<String> names) {
    return view(
        (type, element) ->
            isAlwaysShown(element)
                || names.contains(element.name())
                || names.contains(type.name() + "." + element.name()),
        part -> true);
  }

  private ResourceView view(
      BiPredicate<TypeDefinition, ElementDefinition> ofResource,
      Predicate<ElementDefinition> ofParts) {
    return new ResourceSubset(definitions, ofResource, ofParts)::of;
  }

  private static boolean isInSummary(ElementDefinition element) {
    return element.isSummary() || isAlwaysShown(element);
  }

  /** Without these a resource is not valid, or not safe to read. */
  private static boolean isAlwaysShown(ElementDefinition element) {
    return element.min() > 0 || element.isModifier() || element.name().equals(ID);
  }

  private static boolean isText(ElementDefinition element) {
    return element.name().equals(TEXT);
  }
}
