package org.fhirserver.service.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.access.Role;
import org.fhirserver.service.terminology.CodeSource;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameterDefinitions;
import org.fhirserver.store.search.SearchParameterRegistry;

/** Parses queries such as {@code Patient?name=x} as the tests of this package need it. */
final class SearchParsing {
  /** What the parsers take for now. */
  static final Instant NOW = Instant.parse("2020-01-11T00:00:00Z");

  /** What the parsers take for the base URL. */
  static final String BASE_URL = "https://example.org/fhir";

  static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());

  private static final SearchableTypes READER =
      new SearchableTypes(
          new AccessPolicy(), new Caller("", Optional.empty(), "", Set.of(Role.READER)));

  /** As if everything were indexed. */
  static final class AllTexts extends FullTextIndex {
    @Override
    public void requireSearchable(FullTextField field) {
      // All are.
    }
  }

  private static final CodeSource CODES = new SpecificationCodes();

  private SearchParsing() {}

  /** What parameters are read against for a caller. */
  static SearchContext context(SearchableTypes searchable) {
    return new SearchContext(REGISTRY, searchable, new AllTexts(), CODES, NOW, BASE_URL);
  }

  static SearchRequest strict(String url) {
    return parse(url, false);
  }

  static SearchRequest lenient(String url) {
    return parse(url, true);
  }

  /** The text form of the expression that the query stands for. */
  static String tree(String url) {
    return strict(url).filter().toString();
  }

  /** What the issues of the refusal say; fails if there is none. */
  static List<String> refusal(String url) {
    try {
      SearchRequest accepted = strict(url);
      throw new AssertionError(url + " is accepted as " + accepted.filter());
    } catch (FhirException refused) {
      if (refused.category() != FhirException.Category.INVALID) {
        throw refused;
      }
      return refused.issues().stream().map(Issue::diagnostics).collect(Collectors.toList());
    }
  }

  private static SearchRequest parse(String url, boolean lenient) {
    int mark = url.indexOf('?');
    ResourceType type = ResourceType.named(url.substring(0, mark)).orElseThrow();
    return new SearchParser(context(READER), type, lenient)
        .parse(QueryString.parse(url.substring(mark + 1).replace("+", "%2B")));
  }
}
