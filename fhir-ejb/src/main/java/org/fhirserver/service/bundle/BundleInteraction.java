package org.fhirserver.service.bundle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.store.FhirException;

/**
 * Takes a Bundle of requests.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">batch/transaction</a>
 */
@ApplicationScoped
public class BundleInteraction {

  @Inject
  @ConfigProperty(name = "fhir.bundle.max-entries", defaultValue = "50000")
  private int maxEntries;

  @Inject private TransactionInteraction transactions;

  @Inject private BatchInteraction batches;

  @Inject private Versions versions;

  /**
   * Does what the Bundle asks for; returns the bytes of the answering Bundle.
   *
   * @throws FhirException INVALID if the body is no such Bundle, TOO_LARGE if it has too many
   *     entries; for a transaction whatever its first failing entry failed of
   */
  public byte[] process(RequestContext context, byte[] body, BundlePreferences preferences) {
    ReceivedBundle bundle = new BundleReader(body, maxEntries).read();
    List<EntryAnswer> answers =
        switch (bundle.type()) {
          case "transaction" -> transactions.process(context, bundle.entries(), body, preferences);
          case "batch" -> batches.process(context, bundle.entries(), body, preferences);
          case "" ->
              throw FhirException.invalid(
                  "Bundle type is not present. Possible values are: transaction or batch.");
          default ->
              throw FhirException.invalid(
                  "The provided Bundle type is not supported. Supported values are: batch and"
                      + " transaction.");
        };
    BundleWriter answer =
        new BundleWriter(
            bundle.type() + "-response", context.requestId(), versions.now(), Optional.empty());
    answers.forEach(answer::answer);
    return answer.toBytes();
  }
}
