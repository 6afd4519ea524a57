package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Resolves conditional references: a search URL in place of a reference, {@code
 * Patient?identifier=http://example.org|17}.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Conditional references</a>
 */
@ApplicationScoped
public class ReferenceResolver {

  @Inject private MatchInteraction matches;

  /**
   * Puts the references that the search URLs stand for in their place.
   *
   * @throws FhirException INVALID if one of them finds no resource or several
   */
  public void resolve(RequestContext context, Element resource) {
    resolve(context, resource, new HashMap<>())
        .ifPresent(
            query -> {
              throw unresolved(query);
            });
  }

  /**
   * As above, but for a query that finds nothing.
   *
   * @param known what queries stand for, from resource to resource of one request
   * @return a query that finds nothing; then no reference has been replaced
   */
  public Optional<String> resolve(
      RequestContext context, Element resource, Map<String, String> known) {
    List<Element> conditional = new ArrayList<>();
    forEachReference(
        resource,
        reference -> {
          if (isConditional(reference.value().orElse(""))) {
            conditional.add(reference);
          }
        });
    for (Element reference : conditional) {
      String query = reference.value().orElse("");
      if (!known.containsKey(query)) {
        Optional<ResourceKey> found = find(context, query);
        if (found.isEmpty()) {
          return Optional.of(query);
        }
        known.put(query, found.get().toString());
      }
    }
    for (Element reference : conditional) {
      String query = reference.value().orElse("");
      reference.replaceValue(known.getOrDefault(query, query));
    }
    return Optional.empty();
  }

  /** Says of a query that it finds nothing. */
  public static FhirException unresolved(String query) {
    return FhirException.invalid(
        "Given conditional reference '" + shown(query) + "' does not resolve to a resource.");
  }

  private Optional<ResourceKey> find(RequestContext context, String query) {
    int mark = query.indexOf('?');
    ResourceType type = ResourceType.named(query.substring(0, mark)).orElseThrow();
    List<ResourceVersion> found = matches.find(context, type, query.substring(mark + 1));
    if (found.size() > 1) {
      throw FhirException.invalid(
          "Given conditional reference '" + shown(query) + "' resolved to multiple resources.");
    }
    return found.stream().map(ResourceVersion::key).findFirst();
  }

  private static String shown(String query) {
    return query.length() > 200 ? query.substring(0, 200) + "…" : query;
  }

  private static boolean isConditional(String reference) {
    int mark = reference.indexOf('?');
    return mark > 0 && ResourceType.named(reference.substring(0, mark)).isPresent();
  }

  /** Calls for the element {@code reference} of every Reference in a resource. */
  private static void forEachReference(Element element, Consumer<Element> action) {
    if (element.type().name().equals("Reference")) {
      element.child("reference").ifPresent(action);
    }
    for (Element child : element.children()) {
      forEachReference(child, action);
    }
  }
}
