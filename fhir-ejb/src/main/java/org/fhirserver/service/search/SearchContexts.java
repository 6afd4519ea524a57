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
import org.fhirserver.store.search.SearchParameterRegistry;

/** Gives out what the parameters of a search are read against. */
@ApplicationScoped
public class SearchContexts {

  @Inject private AccessPolicy access;

  @Inject private SearchParameterRegistry registry;

  @Inject private FullTextIndex fullTexts;

  @Inject private CodeSets codes;

  @Inject private Clock clock;

  /** For the search of a caller. */
  public SearchContext of(RequestContext request) {
    return new SearchContext(
        registry,
        new SearchableTypes(access, request.caller()),
        fullTexts,
        codes.of(request),
        clock.instant(),
        request.baseUrl());
  }

  /** For a search of the server's own, which leads to no other resources and no value sets. */
  public SearchContext ofServer() {
    return new SearchContext(
        registry,
        new SearchableTypes(access, Caller.ANONYMOUS),
        fullTexts,
        new NoCodes(),
        clock.instant(),
        "");
  }
}
