package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;

/**
 * Writes in one transaction with the Provenance that the request brings in its header.
 *
 * @see <a href="https://hl7.org/fhir/R4/provenance.html#header">The header X-Provenance</a>
 */
@ApplicationScoped
public class ProvenanceWrites {

  @Inject private AccessPolicy access;

  @Inject private Transactions transactions;

  @Inject private FhirJson json;

  @Inject private ReferenceResolver references;

  @Inject private IdSource ids;

  @Inject private Versions versions;

  @Inject private ResourceStore store;

  /**
   * Writes one resource.
   *
   * @throws FhirException INVALID if the header is not valid; FORBIDDEN if the caller may create no
   *     Provenance; then nothing is stored
   */
  public Outcome write(RequestContext context, Supplier<Outcome> work) {
    return write(
        context,
        work,
        outcome ->
            outcome.status() == Outcome.Status.UNCHANGED ? List.of() : List.of(outcome.version()));
  }

  /**
   * Writes resources.
   *
   * @param written which versions the work made; if there are none there is no Provenance either
   */
  public <T> T write(
      RequestContext context, Supplier<T> work, Function<T, List<ResourceVersion>> written) {
    Optional<String> header = context.provenance();
    if (header.isEmpty()) {
      return transactions.write(work);
    }
    access.require(context.caller(), Action.CREATE, ResourceType.PROVENANCE);
    ReceivedProvenance received = ReceivedProvenance.of(header.get());
    json.read(received.aboutAnything());
    return transactions.write(
        () -> {
          T result = work.get();
          List<ResourceVersion> targets = written.apply(result);
          if (!targets.isEmpty()) {
            store(context, json.read(received.about(targets)));
          }
          return result;
        });
  }

  private void store(RequestContext context, Element provenance) {
    references.resolve(context, provenance);
    ResourceKey key = new ResourceKey(ResourceType.PROVENANCE, ids.next());
    store.insert(
        context.tenant(),
        List.of(versions.first(provenance, key, StoredMethod.POST, context.baseUrl())));
  }
}
