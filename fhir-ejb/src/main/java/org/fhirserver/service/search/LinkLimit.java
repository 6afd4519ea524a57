package org.fhirserver.service.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.store.Issue;

/** How long the links of a page may be for this server to answer a GET of them. */
@ApplicationScoped
public class LinkLimit {
  /** The key of the configuration: the most characters of path and query. */
  public static final String MAX_URL_LENGTH = "fhir.request.max-url-length";

  /** What it is if it is not configured. */
  public static final String DEFAULT_MAX_URL_LENGTH = "16384";

  @Inject
  @ConfigProperty(name = MAX_URL_LENGTH, defaultValue = DEFAULT_MAX_URL_LENGTH)
  private int most;

  /** What the client has to know if one of the links of its search by form is too long. */
  Optional<Issue> warning(Collection<String> links, String baseUrl) {
    int origin = baseUrl.indexOf('/', baseUrl.indexOf("://") + 3);
    if (links.stream().allMatch(link -> link.length() - origin <= most)) {
      return Optional.empty();
    }
    return Optional.of(
        Issue.warning(
            "too-long",
            "The links of this page are longer than the "
                + most
                + " characters that this server takes by GET: send what stands behind the question"
                + " mark of a link as a form by POST to _search."));
  }
}
