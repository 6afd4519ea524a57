package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ContentionException;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.tenant.Tenant;

/**
 * Keeps the custom search parameters in step with the SearchParameters that are stored, within the
 * transaction that stores them.
 *
 * <p>A new definition is indexed by writers from the next revision on, and a job makes the rows of
 * the resources that are there. An old one is no longer searched by from the next revision on; when
 * all nodes know that, a job ends the indexing and removes its rows.
 */
@ApplicationScoped
public class CustomParameters {
  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  @Inject private Database database;

  @Inject private SearchParameters parameters;

  @Inject private JobStore jobs;

  @Inject private FhirJson json;

  /**
   * Takes note of a resource that is being stored, if it is a SearchParameter.
   *
   * @throws FhirException INVALID or CONFLICT if it is active and cannot be indexed
   */
  public void stored(Tenant tenant, ResourceVersion version, ResourceValues values) {
    if (version.key().type() != ResourceType.SEARCH_PARAMETER) {
      return;
    }
    String id = version.key().id();
    ReceivedParameter received = ReceivedParameter.of(values.resource());
    Optional<SearchParameterDefinition> wanted =
        received.isActive() ? rules().toIndex(received) : Optional.empty();
    ContentionException.guard(
        database,
        () -> {
          List<CustomParameter> own = own(tenant, id);
          if (isInStep(own, wanted, received.isRetired())) {
            return false;
          }
          long revision = CustomParameterReads.nextRevision(connection());
          List<CustomParameter> ended = end(own(tenant, id), received.isRetired(), revision);
          if (wanted.isPresent()) {
            add(tenant, id, wanted.get(), version.body(), revision, values.baseUrl());
          }
          ended.forEach(this::removeLater);
          requireFree(tenant, ended);
          parameters.lookAfterCommit();
          return true;
        });
  }

  /**
   * Takes note of a resource that is being removed, if it is a SearchParameter.
   *
   * @throws FhirException CONFLICT if another search parameter needs it
   */
  public void removed(Tenant tenant, ResourceKey key) {
    if (key.type() != ResourceType.SEARCH_PARAMETER) {
      return;
    }
    String id = key.id();
    ContentionException.guard(
        database,
        () -> {
          if (isInStep(own(tenant, id), Optional.empty(), false)) {
            return false;
          }
          long revision = CustomParameterReads.nextRevision(connection());
          List<CustomParameter> ended = end(own(tenant, id), false, revision);
          ended.forEach(this::removeLater);
          requireFree(tenant, ended);
          parameters.lookAfterCommit();
          return true;
        });
  }

  private static boolean isInStep(
      List<CustomParameter> own, Optional<SearchParameterDefinition> wanted, boolean retired) {
    return own.stream().allMatch(each -> isInStep(each, wanted, retired))
        && wanted
            .map(
                definition ->
                    own.stream()
                        .anyMatch(
                            each ->
                                each.state().holdsName() && each.definition().equals(definition)))
            .orElse(true);
  }

  private static boolean isInStep(
      CustomParameter parameter, Optional<SearchParameterDefinition> wanted, boolean retired) {
    return switch (parameter.state()) {
      case PENDING, ACTIVE -> wanted.filter(parameter.definition()::equals).isPresent();
      case RETIRING, RETIRED -> retired;
      case LEAVING, LEFT -> true;
    };
  }

  /** From now on nobody searches by them; returns those of which a job has to do the rest. */
  private List<CustomParameter> end(List<CustomParameter> own, boolean retired, long revision) {
    List<CustomParameter> ended =
        own.stream()
            .filter(parameter -> parameter.state() != CustomParameterState.LEAVING)
            .filter(parameter -> parameter.state() != CustomParameterState.LEFT)
            .toList();
    for (CustomParameter parameter : ended) {
      CustomParameterRow row = entityManager.find(CustomParameterRow.class, parameter.key());
      row.become(parameter.state().ended(retired), revision);
      jobs.cancelAbout(parameter.tenant(), JobKind.PARAMETER_BACKFILL, parameter.key());
    }
    entityManager.flush();
    return ended;
  }

  private void requireFree(Tenant tenant, List<CustomParameter> ended) throws SQLException {
    if (!ended.isEmpty()) {
      rules()
          .requireFree(
              all(tenant).stream().filter(staying -> staying.state().holdsName()).toList(), ended);
    }
  }

  private void removeLater(CustomParameter parameter) {
    jobs.create(
        new JobStore.NewJob(
            parameter.tenant(), JobKind.PARAMETER_REMOVAL, parameter.key(), Optional.empty(), ""));
  }

  private void add(
      Tenant tenant,
      String id,
      SearchParameterDefinition definition,
      byte[] body,
      long revision,
      String baseUrl)
      throws SQLException {
    List<CustomParameter> others = all(tenant);
    long key = database.nextKey(this::connection);
    CustomParameter added =
        new CustomParameter(
            tenant, key, id, CustomParameterState.PENDING, revision, definition, Optional.empty());
    rules().admit(others, added);
    boolean isComplete = parameters.compiler().missing(others, added).isEmpty();
    CustomParameterRow row =
        new CustomParameterRow((short) (key % 1024), tenant.number(), key, id, body);
    row.become(isComplete ? CustomParameterState.ACTIVE : CustomParameterState.PENDING, revision);
    entityManager.persist(row);
    entityManager.flush();
    if (!isComplete) {
      jobs.create(
          new JobStore.NewJob(tenant, JobKind.PARAMETER_BACKFILL, key, Optional.empty(), baseUrl));
    }
  }

  private CustomDefinitionRules rules() {
    return new CustomDefinitionRules(parameters.compiler());
  }

  private List<CustomParameter> own(Tenant tenant, String id) throws SQLException {
    return all(tenant).stream().filter(parameter -> parameter.id().equals(id)).toList();
  }

  private List<CustomParameter> all(Tenant tenant) throws SQLException {
    return new CustomParameterReads(json, rules()).of(connection(), tenant);
  }

  private Connection connection() {
    return entityManager.unwrap(Connection.class);
  }
}
