package org.fhirserver.service.bundle;

import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.store.resource.ResourceVersion;

/** Answers of a Bundle's entries that wrote something. */
final class WriteAnswers {
  private static final byte[] NO_BODY = new byte[0];

  private WriteAnswers() {}

  /**
   * The answer to a create or update.
   *
   * @param minimal whether the resource is left out
   */
  static EntryAnswer of(RequestContext context, Outcome outcome, boolean minimal) {
    ResourceVersion version = outcome.version();
    // The answer does not hold on to the bodies of a large Bundle.
    ResourceVersion told =
        new ResourceVersion(
            version.key(), version.version(), version.lastUpdated(), version.method(), NO_BODY);
    return new EntryAnswer(
        minimal ? Optional.empty() : Optional.of(version.body()),
        new EntryResponse(
            outcome.status() == Outcome.Status.CREATED ? "201 Created" : "200 OK",
            Optional.of(context.baseUrl() + "/" + version.key() + "/_history/" + version.version()),
            Optional.of(told),
            Optional.empty()));
  }
}
