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

  private record Key(String baseUrl, List<FullTextField> fullTexts) {}

  private final Cache<Key, byte[]> statements =
      Caffeine.newBuilder().maximumSize(MOST_BASE_URLS).build();

  @Inject private SearchParameterRegistry registry;

  @Inject private CompartmentDefinitions compartments;

  @Inject private FullTextIndex fullTexts;

  @Inject private Operations operations;

  @Inject private Release release;

  /** The UTF-8 bytes of the CapabilityStatement for that base URL; not to be changed. */
  public byte[] statement(String baseUrl) {
    Key key = new Key(baseUrl, fullTexts.searchable());
    byte[] known = statements.getIfPresent(key);
    if (known != null) {
      return known;
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
    statements.put(key, made);
    return made;
  }
}
