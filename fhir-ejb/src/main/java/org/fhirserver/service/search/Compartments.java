package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.search.ValueTest;

/**
 * What belongs to a compartment, as an expression: what refers to the owner by one of the
 * parameters that the definition of the compartment names, and the owner itself.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">Compartments</a>
 */
@ApplicationScoped
class Compartments {

  @Inject private CompartmentDefinitions definitions;

  /**
   * The types of which a search in a compartment may find resources.
   *
   * @throws FhirException NOT_FOUND if there is no such compartment or the type that is asked for
   *     cannot be in it
   */
  List<ResourceType> types(SearchScope.Compartment scope) {
    ResourceType compartment = scope.owner().type();
    if (!definitions.compartments().contains(compartment)) {
      throw notFound("There is no compartment of the type " + compartment + ".");
    }
    Set<ResourceType> members = EnumSet.of(compartment);
    members.addAll(definitions.members(compartment).keySet());
    if (scope.member().isEmpty()) {
      return List.copyOf(members);
    }
    ResourceType member = scope.member().get();
    if (!members.contains(member)) {
      throw notFound(
          "Resources of the type " + member + " are in no compartment of a " + compartment + ".");
    }
    return List.of(member);
  }

  /** What resources of a type must fulfil to be in the compartment of that owner. */
  Expression membership(ResourceKey owner, ResourceType type) {
    List<SearchParameter> parameters =
        definitions.members(owner.type()).getOrDefault(type, List.of());
    List<Source> sources =
        parameters.stream()
            .flatMap(parameter -> parameter.sources().stream())
            .filter(source -> source.onlyTarget().map(owner.type()::equals).orElse(true))
            .distinct()
            .toList();
    Expression refers =
        sources.isEmpty()
            ? new Expression.None()
            : new Match(
                parameters.get(0),
                sources,
                List.of(new ValueTest.Reference(EnumSet.of(owner.type()), owner.id())));
    return type == owner.type()
        ? Expression.or(List.of(new Expression.Ids(List.of(owner.id())), refers))
        : refers;
  }

  private static FhirException notFound(String text) {
    return new FhirException(Category.NOT_FOUND, "not-found", text);
  }
}
