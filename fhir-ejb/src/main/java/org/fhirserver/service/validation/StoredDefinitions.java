package org.fhirserver.service.validation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchContexts;
import org.fhirserver.service.search.SearchParser;
import org.fhirserver.service.search.SearchRequest;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.TypeRevisions;
import org.fhirserver.store.resource.TypeRevisions.TypeRevision;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchStore;
import org.fhirserver.store.tenant.Tenant;

/**
 * The profiles, value sets and code systems that a tenant has stored. Validation looks at all of
 * them, whoever the caller: what is valid is the same for everybody.
 *
 * @see <a href="https://hl7.org/fhir/R4/conformance-module.html">Conformance</a>
 */
@ApplicationScoped
public class StoredDefinitions {
  private static final List<ResourceType> TYPES =
      List.of(ResourceType.STRUCTURE_DEFINITION, ResourceType.VALUE_SET, ResourceType.CODE_SYSTEM);

  @Inject private SearchContexts contexts;

  @Inject private SearchStore store;

  @Inject private TypeRevisions revisions;

  @Inject private Transactions transactions;

  /** The state of a tenant's definitions; another one after each change of any of them. */
  public TypeRevision revision(Tenant tenant) {
    return transactions.write(() -> revisions.revision(tenant, TYPES));
  }

  /** Finds a tenant's definitions; of several versions, if none is named, the one written last. */
  public DefinitionSource of(Tenant tenant) {
    // The validator calls from a context of its own, in which the server's libraries are lost.
    ClassLoader server = Thread.currentThread().getContextClassLoader();
    return (type, canonical) ->
        TYPES.stream()
            .filter(known -> known.typeName().equals(type))
            .findFirst()
            .flatMap(known -> ThreadContext.with(server, () -> find(tenant, known, canonical)));
  }

  private Optional<String> find(Tenant tenant, ResourceType type, String canonical) {
    String[] parts = canonical.split("\\|", 2);
    List<QueryParameter> criteria = new ArrayList<>();
    criteria.add(new QueryParameter("url", escaped(parts[0])));
    criteria.add(new QueryParameter("_sort", "-_lastUpdated"));
    if (parts.length > 1) {
      criteria.add(new QueryParameter("version", escaped(parts[1])));
    }
    SearchRequest request = new SearchParser(contexts.ofServer(), type, false).parse(criteria);
    return store
        .search(new ResourceQuery(tenant, request.types(), request.order(), Optional.empty(), 1))
        .resources()
        .stream()
        .findFirst()
        .map(found -> new String(found.body(), StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\,|$]", "\\\\$0");
  }
}
