package org.fhirserver.service.bundle;

import java.util.List;
import java.util.Optional;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.resource.ReadConditions;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/** What an entry of a transaction or batch asks for. */
sealed interface EntryRequest {

  /** The entry itself. */
  BundleEntry entry();

  /** What stores or deletes; a transaction does all of it or nothing. */
  sealed interface Write extends EntryRequest {

    /** The type of what is written. */
    ResourceType type();
  }

  /**
   * Create.
   *
   * @param unless nothing is created if this finds a resource
   */
  record Create(BundleEntry entry, ResourceType type, Optional<Criteria> unless) implements Write {}

  /**
   * Update, or create where nothing is.
   *
   * @param keepMetaHistory whether a version that differs in its meta alone leaves the one before
   */
  record Update(
      BundleEntry entry, WriteTarget target, Optional<Integer> ifMatch, boolean keepMetaHistory)
      implements Write {
    @Override
    public ResourceType type() {
      return target.type();
    }
  }

  /**
   * Patch.
   *
   * @param keepMetaHistory whether a version that differs in its meta alone leaves the one before
   */
  record Patch(
      BundleEntry entry, WriteTarget target, Optional<Integer> ifMatch, boolean keepMetaHistory)
      implements Write {
    @Override
    public ResourceType type() {
      return target.type();
    }
  }

  /**
   * Delete.
   *
   * @param most how many resources the criteria may find; one if it is not said
   * @param hard whether the history goes too
   */
  record Delete(
      BundleEntry entry,
      WriteTarget target,
      Optional<Integer> ifMatch,
      Optional<Integer> most,
      boolean hard)
      implements Write {
    @Override
    public ResourceType type() {
      return target.type();
    }
  }

  /** What is no single write, and the same in a transaction as in a batch. */
  sealed interface Plain extends EntryRequest {}

  /**
   * Read, unless the client has that version already.
   *
   * @param version the id of the version; empty for the current one
   * @param view the parameters that say what of the resource is shown
   */
  record Read(
      BundleEntry entry,
      ResourceKey key,
      Optional<String> version,
      ReadConditions conditions,
      List<QueryParameter> view)
      implements Plain {}

  /** List versions. */
  record History(BundleEntry entry, HistoryScope scope, List<QueryParameter> parameters)
      implements Plain {}

  /**
   * Search.
   *
   * @param parameters those of the URL; with POST the entry's resource may bring more
   */
  record Search(BundleEntry entry, SearchScope scope, List<QueryParameter> parameters)
      implements Plain {}

  /**
   * Read the CapabilityStatement.
   *
   * @param view the parameters that say what of it is shown
   */
  record Capabilities(BundleEntry entry, List<QueryParameter> view) implements Plain {}

  /**
   * Call an operation.
   *
   * @param code its name without $
   */
  record Call(
      BundleEntry entry,
      OperationMethod method,
      String code,
      Optional<ResourceType> type,
      Optional<String> id,
      Optional<String> version,
      List<QueryParameter> parameters)
      implements Plain {}
}
