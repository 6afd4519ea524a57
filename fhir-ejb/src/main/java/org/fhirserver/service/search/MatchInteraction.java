package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchStore;

/**
 * Finds the resource that criteria stand for, in conditional references and interactions.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#ccreate">Conditional create</a>
 */
@ApplicationScoped
public class MatchInteraction {

  @Inject private SearchContexts contexts;

  @Inject private SearchStore store;

  /**
   * The resources that fulfil the criteria, two at most: more only say that there are several.
   *
   * @param criteria the query of a search URL
   * @throws FhirException INVALID if a parameter is not understood or none narrows the search,
   *     FORBIDDEN
   */
  public List<ResourceVersion> find(RequestContext context, ResourceType type, String criteria) {
    return find(context, Criteria.of(type, criteria), 2);
  }

  /**
   * The resources that fulfil the criteria.
   *
   * @param limit at most so many
   * @throws FhirException INVALID if a parameter is not understood or none narrows the search,
   *     FORBIDDEN
   */
  public List<ResourceVersion> find(RequestContext context, Criteria criteria, int limit) {
    return store
        .search(
            new ResourceQuery(
                context.tenant(),
                criteria.type(),
                filter(context, criteria),
                List.of(),
                Optional.empty(),
                limit))
        .resources();
  }

  /**
   * The one resource that fulfils the criteria, if there is any.
   *
   * @throws FhirException PRECONDITION_FAILED if there are several
   */
  public Optional<ResourceVersion> findOne(RequestContext context, Criteria criteria) {
    List<ResourceVersion> found = find(context, criteria, 2);
    if (found.size() > 1) {
      throw new FhirException(
          Category.PRECONDITION_FAILED,
          "multiple-matches",
          "The criteria find several resources of type " + criteria.type() + ".");
    }
    return found.stream().findFirst();
  }

  /** Whether the resource as it stands now fulfils the criteria. */
  public boolean fulfils(RequestContext context, Criteria criteria, ResourceKey key) {
    Expression one = new Expression.Ids(List.of(key.id()));
    Expression filter = Expression.and(List.of(one, filter(context, criteria)));
    return store.count(context.tenant(), criteria.type(), filter) > 0;
  }

  /**
   * Looks at the criteria without searching.
   *
   * @throws FhirException INVALID if a parameter is not understood or none narrows the search,
   *     FORBIDDEN
   */
  public void check(RequestContext context, Criteria criteria) {
    filter(context, criteria);
  }

  private Expression filter(RequestContext context, Criteria criteria) {
    SearchContext search = contexts.of(context);
    Expression restriction = search.searchable().require(criteria.type());
    SearchRequest request =
        new SearchParser(search, criteria.type(), false).parse(criteria.parameters());
    if (request.filter() instanceof Expression.All) {
      throw criteria.notSelective(Category.INVALID);
    }
    return Expression.and(List.of(request.filter(), restriction));
  }
}
