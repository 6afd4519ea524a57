package org.fhirserver.store.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.tenant.Tenant;

/** The history of one resource. */
@ApplicationScoped
public class InstanceHistoryStore {

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private ResourceStore resources;

  /** Some versions of a resource; empty if it never existed. */
  public Optional<List<HistoryEntry>> find(HistoryQuery query, ResourceKey key) {
    // A version only ever moves from current to past, so what is current is read first.
    Optional<ResourceVersion> current = resources.read(query.tenant(), key);
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            InstanceHistory history = new InstanceHistory(connection, query.tenant(), key, current);
            return history.exists() ? Optional.of(history.find(query)) : Optional.empty();
          }
        });
  }

  /** How many versions of a resource there are; empty if it never existed. */
  public Optional<Long> count(Tenant tenant, HistoryPeriod period, ResourceKey key) {
    Optional<ResourceVersion> current = resources.read(tenant, key);
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            InstanceHistory history = new InstanceHistory(connection, tenant, key, current);
            return history.exists() ? Optional.of(history.count(period)) : Optional.empty();
          }
        });
  }
}
