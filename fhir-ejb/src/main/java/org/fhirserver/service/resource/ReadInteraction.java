package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.metadata.OperationDefinitions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchStore;

/**
 * Reads the current version of a resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#read">read</a>
 */
@ApplicationScoped
public class ReadInteraction {

  @Inject private AccessPolicy access;

  @Inject private OperationDefinitions definitions;

  @Inject private CurrentAccess currentAccess;

  @Inject private ResourceStore store;

  @Inject private SearchStore searchStore;

  /**
   * The current version; the definitions of the operations of this server are open to everyone.
   *
   * @throws FhirException NOT_FOUND if there never was one, FORBIDDEN
   * @throws DeletedException if it has been deleted
   */
  public ResourceVersion read(RequestContext context, ResourceKey key) {
    Optional<ResourceVersion> definition = definitions.find(key, context.baseUrl());
    if (definition.isPresent()) {
      return definition.get();
    }
    Expression restriction = access.require(context.caller(), Action.READ, key.type());
    Optional<ResourceVersion> found =
        restriction instanceof Expression.All
            ? store.read(context.tenant(), key)
            : find(context, key, restriction);
    return found.orElseThrow(() -> currentAccess.missing(context, key, restriction));
  }

  private Optional<ResourceVersion> find(
      RequestContext context, ResourceKey key, Expression restriction) {
    Expression filter = Expression.and(List.of(new Expression.Ids(List.of(key.id())), restriction));
    return searchStore
        .search(
            new ResourceQuery(context.tenant(), key.type(), filter, List.of(), Optional.empty(), 1))
        .resources()
        .stream()
        .findFirst();
  }
}
