package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.SearchStore;

/** Decides access to what is no search by the resource as it stands now. */
@ApplicationScoped
public class CurrentAccess {

  @Inject private SearchStore searchStore;

  @Inject private ResourceStore store;

  /**
   * Lets pass whoever may see the current version.
   *
   * @throws FhirException NOT_FOUND if the restriction hides the resource, as if it were not there
   */
  public void require(RequestContext context, ResourceKey key, Expression restriction) {
    if (restriction instanceof Expression.All) {
      return;
    }
    Expression filter = Expression.and(List.of(new Expression.Ids(List.of(key.id())), restriction));
    if (searchStore.count(context.tenant(), key.type(), filter) == 0) {
      throw Resources.notFound(key);
    }
  }

  /**
   * Says of a resource without current version that it never was or has been deleted. Who may see
   * part of a type only is not told whether a resource has ever been.
   */
  FhirException missing(RequestContext context, ResourceKey key, Expression restriction) {
    if (!(restriction instanceof Expression.All)) {
      return Resources.notFound(key);
    }
    return store
        .readDeletion(context.tenant(), key)
        .<FhirException>map(DeletedException::new)
        .orElseGet(() -> Resources.notFound(key));
  }
}
