package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.FoundResource;
import org.fhirserver.store.search.Include;
import org.fhirserver.store.search.IncludeQuery;
import org.fhirserver.store.search.IncludeStore;
import org.fhirserver.store.tenant.Tenant;

/**
 * Finds what a page of a search includes, as far as the caller may see it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
@ApplicationScoped
class PageIncludes {

  @Inject private IncludeStore store;

  @Inject
  @ConfigProperty(name = "fhir.search.max-includes", defaultValue = "1000")
  private int limit;

  /**
   * What is included.
   *
   * @param resources current versions, none of which is a match
   * @param warnings that this is not all, if it is not
   */
  record Included(List<ResourceVersion> resources, List<Issue> warnings) {
    static final Included NOTHING = new Included(List.of(), List.of());
  }

  /**
   * What a page includes.
   *
   * @param searchable what the caller may search
   * @param matches the resources on the page, which may be of several types
   * @throws FhirException INVALID (too-costly) if too much has to be looked up
   */
  Included of(
      Tenant tenant,
      SearchableTypes searchable,
      List<Include> includes,
      List<FoundResource> matches) {
    if (includes.isEmpty() || matches.isEmpty()) {
      return Included.NOTHING;
    }
    Map<ResourceType, Expression> visible = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      searchable
          .restriction(type)
          .filter(restriction -> type.isStored())
          .ifPresent(restriction -> visible.put(type, restriction));
    }
    IncludeStore.Included found =
        store.find(new IncludeQuery(tenant, includes, visible, matches, limit));
    return new Included(
        found.resources(), found.complete() ? List.of() : List.of(incomplete(found)));
  }

  private static Issue incomplete(IncludeStore.Included found) {
    return Issue.warning(
        "incomplete",
        "This page includes "
            + found.resources().size()
            + " resources and not all that _include and _revinclude ask for, because they are too"
            + " many; ask for smaller pages (_count) or include less.");
  }
}
