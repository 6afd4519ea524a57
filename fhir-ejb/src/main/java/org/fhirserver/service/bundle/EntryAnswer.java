package org.fhirserver.service.bundle;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.outcome.OperationOutcomeJson;
import org.fhirserver.service.outcome.StatusTable;
import org.fhirserver.service.resource.Outcome;
import org.fhirserver.store.Issue;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * The answer to one entry of a transaction or batch.
 *
 * @param resource the resource, if one is returned
 */
record EntryAnswer(Optional<byte[]> resource, EntryResponse response) {
  private static final byte[] NO_BODY = new byte[0];

  /** The answer to a create, update or patch, as the client wants to be told. */
  static EntryAnswer written(
      RequestContext context, Outcome outcome, BundlePreferences.Returned returned) {
    ResourceVersion version = outcome.version();
    return new EntryAnswer(
        returned == BundlePreferences.Returned.RESOURCE
            ? Optional.of(version.body())
            : Optional.empty(),
        new EntryResponse(
            StatusTable.statusLine(outcome.status() == Outcome.Status.CREATED ? 201 : 200),
            Optional.of(context.baseUrl() + "/" + version.key() + "/_history/" + version.version()),
            Optional.of(withoutBody(version)),
            returned == BundlePreferences.Returned.OUTCOME
                ? Optional.of(told(version.key() + told(outcome.status())))
                : Optional.empty()));
  }

  /** The answer to a delete. */
  static EntryAnswer deleted(List<ResourceVersion> deletions) {
    return new EntryAnswer(
        Optional.empty(),
        new EntryResponse(
            StatusTable.statusLine(204),
            Optional.empty(),
            deletions.size() == 1 ? Optional.of(deletions.get(0)) : Optional.empty(),
            deletions.size() > 1
                ? Optional.of(told(deletions.size() + " resources have been deleted."))
                : Optional.empty()));
  }

  /** A version that was asked for, as it is shown. */
  static EntryAnswer found(ResourceVersion version, byte[] shown) {
    return new EntryAnswer(
        Optional.of(shown),
        new EntryResponse(
            StatusTable.statusLine(200),
            Optional.empty(),
            Optional.of(withoutBody(version)),
            Optional.empty()));
  }

  /** The client has that version already. */
  static EntryAnswer notModified(ResourceVersion version) {
    return new EntryAnswer(
        Optional.empty(),
        new EntryResponse(
            StatusTable.statusLine(304),
            Optional.empty(),
            Optional.of(withoutBody(version)),
            Optional.empty()));
  }

  /** Anything else: a Bundle, or what an operation answers. */
  static EntryAnswer of(int status, Optional<byte[]> resource) {
    return new EntryAnswer(
        resource,
        new EntryResponse(
            StatusTable.statusLine(status), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** The same for a HEAD: all but the resource. */
  EntryAnswer head() {
    return new EntryAnswer(Optional.empty(), response);
  }

  /** The answers to a large Bundle do not hold on to the bodies. */
  private static ResourceVersion withoutBody(ResourceVersion version) {
    return new ResourceVersion(
        version.key(), version.version(), version.lastUpdated(), version.method(), NO_BODY);
  }

  private static String told(Outcome.Status status) {
    return switch (status) {
      case CREATED -> " has been created.";
      case OK -> " has been updated.";
      case UNCHANGED -> " stands as it was.";
      case DELETED -> " has been deleted.";
    };
  }

  private static byte[] told(String text) {
    return OperationOutcomeJson.write(
        List.of(new Issue("information", "informational", text, Optional.empty())));
  }
}
