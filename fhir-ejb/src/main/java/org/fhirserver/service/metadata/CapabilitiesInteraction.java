package org.fhirserver.service.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;

/**
 * Answers the CapabilityStatement, made of what is really there.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#capabilities">capabilities</a>
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement.html">CapabilityStatement</a>
 */
@ApplicationScoped
public class CapabilitiesInteraction {
  /** Clients see few base URLs; those that somebody makes up do not fill the memory. */
  private static final int MOST_BASE_URLS = 16;

  /** What a statement tells of and for whom. */
  private record Key(Tenant tenant, String baseUrl, List<FullTextField> fullTexts) {}

  private final Cache<Key, Statement> statements =
      Caffeine.newBuilder().maximumSize(MOST_BASE_URLS).build();

  @Inject private SearchParameters parameters;

  @Inject private CompartmentDefinitions compartments;

  @Inject private FullTextIndex fullTexts;

  @Inject private Operations operations;

  @Inject private Release release;

  /** A statement and the parameters that it tells of. */
  private record Statement(SearchParameterRegistry registry, byte[] bytes) {}

  /** The UTF-8 bytes of a tenant's CapabilityStatement for that base URL; not to be changed. */
  public byte[] statement(Tenant tenant, String baseUrl) {
    SearchParameterRegistry registry = parameters.of(tenant);
    Key key = new Key(tenant, baseUrl, fullTexts.searchable());
    Statement known = statements.getIfPresent(key);
    if (known != null && known.registry().isEditionOf(registry)) {
      return known.bytes();
    }
    byte[] made =
        new CapabilityStatement(
                registry,
                compartments,
                key.fullTexts(),
                operations.all().stream().map(Operation::signature).toList(),
                release,
                baseUrl)
            .write();
    statements.put(key, new Statement(registry, made));
    return made;
  }
}
