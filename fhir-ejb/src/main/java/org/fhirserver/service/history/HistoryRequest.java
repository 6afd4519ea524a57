package org.fhirserver.service.history;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.Issue;
import org.fhirserver.store.history.HistoryPeriod;

/**
 * A history as the request asks for it.
 *
 * @param count the size of a page; 0 asks for the total alone
 * @param counted whether the total is told even where it costs something
 * @param view what is shown of each resource
 * @param cursor where the page starts; empty for the first one
 * @param warnings what was left out, with lenient handling
 * @param used the parameters that take effect, for the links; without the continuation token
 */
record HistoryRequest(
    HistoryPeriod period,
    boolean ascending,
    int count,
    boolean counted,
    ViewRequest view,
    Optional<HistoryCursor> cursor,
    List<Issue> warnings,
    List<QueryParameter> used) {}
