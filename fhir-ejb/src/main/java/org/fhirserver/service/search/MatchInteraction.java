package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchStore;

/**
 * Finds the resource that criteria stand for, in conditional references and interactions.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#ccreate">Conditional create</a>
 */
@ApplicationScoped
public class MatchInteraction {

  @Inject private AccessPolicy access;

  @Inject private SearchParameterRegistry registry;

  @Inject private SearchStore store;

  @Inject private Clock clock;

  /**
   * The resources that fulfil the criteria, two at most: more only say that there are several.
   *
   * @param criteria the query of a search URL
   * @throws FhirException INVALID if a parameter is not understood or none narrows the search,
   *     FORBIDDEN
   */
  public List<ResourceVersion> find(RequestContext context, ResourceType type, String criteria) {
    Expression restriction = access.require(context.caller(), Action.SEARCH, type);
    SearchRequest request =
        new SearchParser(registry, type, false, clock.instant(), context.baseUrl())
            .parse(QueryString.parse(criteria));
    if (request.filter() instanceof Expression.All) {
      throw FhirException.invalid(
          "Conditional operation on "
              + type
              + " was not attempted because search criteria was not selective enough.");
    }
    Expression filter = Expression.and(List.of(request.filter(), restriction));
    return store
        .search(new ResourceQuery(context.tenant(), type, filter, List.of(), Optional.empty(), 2))
        .resources();
  }

  /**
   * The one resource that fulfils the criteria, if there is any.
   *
   * @throws FhirException PRECONDITION_FAILED if there are several
   */
  public Optional<ResourceVersion> findOne(
      RequestContext context, ResourceType type, String criteria) {
    List<ResourceVersion> found = find(context, type, criteria);
    if (found.size() > 1) {
      throw new FhirException(
          Category.PRECONDITION_FAILED,
          "multiple-matches",
          "The criteria find several resources of type " + type + ".");
    }
    return found.stream().findFirst();
  }
}
