package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ContentionException;
import org.fhirserver.store.tenant.Tenant;

/**
 * What the jobs that make and remove the rows of custom search parameters ask and tell. All of it
 * belongs to the transaction of the caller.
 */
@ApplicationScoped
public class CustomParameterIndexing {

  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  @Inject private Database database;

  @Inject private SearchParameters parameters;

  @Inject private FhirJson json;

  /** The parameter of that key; empty if it has been forgotten. */
  public Optional<CustomParameter> find(Tenant tenant, long key) {
    return ContentionException.guard(
        database,
        () -> all(tenant).stream().filter(parameter -> parameter.key() == key).findFirst());
  }

  /** The paths, by type, whose rows a new parameter has to make: nobody else has made them. */
  public Map<ResourceType, Set<Integer>> missing(CustomParameter parameter) {
    return ContentionException.guard(
        database, () -> parameters.compiler().missing(all(parameter.tenant()), parameter));
  }

  /** The paths, by type, that only this parameter, which is no longer indexed, has rows of. */
  public Map<ResourceType, Set<Integer>> orphaned(CustomParameter parameter) {
    return ContentionException.guard(
        database, () -> parameters.compiler().orphaned(all(parameter.tenant()), parameter));
  }

  /** Makes a parameter that all resources have rows of one to search by. */
  public void activate(CustomParameter parameter) {
    become(parameter, CustomParameterState.ACTIVE);
  }

  /** Ends the indexing of a parameter that nobody searches by any more. */
  public void endIndexing(CustomParameter parameter) {
    become(parameter, parameter.state().withoutIndexing());
  }

  /** Forgets a parameter that has no rows any more, unless its SearchParameter is there still. */
  public void forget(CustomParameter parameter) {
    if (parameter.state() == CustomParameterState.LEFT) {
      entityManager.remove(row(parameter));
      entityManager.flush();
    }
  }

  /** Whether all nodes that are there write by that revision or a later one. */
  public boolean areAllNodesAt(long revision) {
    return ContentionException.guard(
        database,
        () -> {
          long now = database.dialect().now(connection());
          return IndexingNodes.behind(connection(), revision, now) == 0;
        });
  }

  /** The transactions, of whichever node, that have written resources and are not over. */
  public Set<String> writers() {
    return ContentionException.guard(
        database, () -> IndexingNodes.writers(connection(), database.dialect().writersQuery()));
  }

  private void become(CustomParameter parameter, CustomParameterState state) {
    ContentionException.guard(
        database,
        () -> {
          long revision = CustomParameterReads.nextRevision(connection());
          row(parameter).become(state, revision);
          entityManager.flush();
          parameters.lookAfterCommit();
          return revision;
        });
  }

  private CustomParameterRow row(CustomParameter parameter) {
    return entityManager.find(CustomParameterRow.class, parameter.key());
  }

  private List<CustomParameter> all(Tenant tenant) throws SQLException {
    return new CustomParameterReads(json, new CustomDefinitionRules(parameters.compiler()))
        .of(connection(), tenant);
  }

  private Connection connection() {
    return entityManager.unwrap(Connection.class);
  }
}
