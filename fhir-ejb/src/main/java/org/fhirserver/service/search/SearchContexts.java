package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.terminology.CodeSets;
import org.fhirserver.service.terminology.NoCodes;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;

/** Gives out what the parameters of a search are read against. */
@ApplicationScoped
public class SearchContexts {

  @Inject private AccessPolicy access;

  @Inject private SearchParameters parameters;

  @Inject private FullTextIndex fullTexts;

  @Inject private CodeSets codes;

  @Inject private Clock clock;

  /** For the search of a caller. */
  public SearchContext of(RequestContext request) {
    return new SearchContext(
        parameters.of(request.tenant()),
        new SearchableTypes(access, request.caller()),
        fullTexts,
        codes.of(request),
        clock.instant(),
        request.baseUrl());
  }

  /**
   * For a search of the server's own in a tenant, which leads to no other resources and no value
   * sets.
   */
  public SearchContext ofServer(Tenant tenant) {
    return new SearchContext(
        parameters.of(tenant),
        new SearchableTypes(access, Caller.ANONYMOUS),
        fullTexts,
        new NoCodes(),
        clock.instant(),
        "");
  }
}
