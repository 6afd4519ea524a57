package org.fhirserver.service.search;

import java.time.Instant;
import org.fhirserver.service.terminology.CodeSource;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameterRegistry;

/**
 * What the parameters of one search are read against.
 *
 * @param registry the search parameters there are
 * @param searchable what the caller may search
 * @param fullTexts which texts can be searched
 * @param codes tells which codes are in a value set
 * @param now what approximate dates are measured from
 * @param baseUrl the service base URL, without slash at the end
 */
public record SearchContext(
    SearchParameterRegistry registry,
    SearchableTypes searchable,
    FullTextIndex fullTexts,
    CodeSource codes,
    Instant now,
    String baseUrl) {}
