package org.fhirserver.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.Caller;
import org.fhirserver.service.access.Role;
import org.fhirserver.service.resource.CreateInteraction;
import org.fhirserver.service.resource.IdSource;
import org.fhirserver.service.resource.Transactions;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.job.JobStore;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ContentionException;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.tenant.Tenant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/**
 * What is written in one transaction, by JPA and by JDBC, is there as a whole or not at all. Rows
 * of resources and jobs are JPA's, those of the index JDBC's.
 */
@ArquillianTest
class TransactionsIT {
  private static final String BASE_URL = "http://localhost/fhir";
  private static final RequestContext ADMIN =
      new RequestContext(
          new Caller("admin", Optional.empty(), "admin", Set.of(Role.ADMIN)),
          Tenant.DEFAULT,
          BASE_URL,
          "request",
          Optional.empty());

  @Inject private Transactions transactions;

  @Inject private ResourceStore store;

  @Inject private JobStore jobs;

  @Inject private Database database;

  @Inject private SearchParameters parameters;

  @Inject private CreateInteraction creation;

  @Inject private FhirJson json;

  @Inject private IdSource ids;

  @Inject private Versions versions;

  @Deployment
  static EnterpriseArchive deployment() {
    return ProductArchive.deployment(TransactionsIT.class);
  }

  @Test
  void commitsTheRowsOfJpaAndOfJdbc() throws SQLException {
    ResourceWrite write = patient("committed");

    transactions.write(() -> insert(write));

    assertEquals(1, resources(write));
    assertTrue(indexRows("committed") > 0);
    assertTrue(store.read(Tenant.DEFAULT, write.version().key()).isPresent());
  }

  @Test
  void rollsBackTheRowsOfJpaAndOfJdbcWhenTheWorkFails() throws SQLException {
    ResourceWrite write = patient("failed");
    long jobsBefore = Rows.committed("select count(*) from job");
    IllegalStateException fault = new IllegalStateException("A fault");

    EJBException thrown =
        assertThrows(
            EJBException.class,
            () ->
                transactions.write(
                    () -> {
                      insert(write);
                      jobs.create(reindexing());
                      throw fault;
                    }));

    assertSame(fault, thrown.getCause());
    assertNothingOf(write, "failed");
    assertEquals(jobsBefore, Rows.committed("select count(*) from job"));
  }

  @Test
  void rollsBackWhenTheCallerIsToldAndTellsJustThat() throws SQLException {
    ResourceWrite write = patient("told");
    FhirException told = FhirException.invalid("Not this one");

    FhirException thrown =
        assertThrows(
            FhirException.class,
            () ->
                transactions.write(
                    () -> {
                      insert(write);
                      throw told;
                    }));

    assertSame(told, thrown);
    assertNothingOf(write, "told");
  }

  @Test
  void workWithinWorkSharesItsTransaction() throws SQLException {
    ResourceWrite inner = patient("inner");

    assertThrows(
        FhirException.class,
        () ->
            transactions.write(
                () -> {
                  transactions.write(() -> insert(inner));
                  throw FhirException.invalid("The outer work fails");
                }));

    assertNothingOf(inner, "inner");
  }

  @Test
  void whatIsTriedAgainLeavesNothingOfTheLostAttempt() throws SQLException {
    ResourceWrite lost = patient("lost");
    ResourceWrite won = patient("won");
    AtomicInteger attempts = new AtomicInteger();

    transactions.write(
        () -> {
          if (attempts.incrementAndGet() == 1) {
            insert(lost);
            throw new ContentionException(new SQLTransactionRollbackException("Lost", "40001"));
          }
          return insert(won);
        });

    assertEquals(2, attempts.get());
    assertNothingOf(lost, "lost");
    assertEquals(1, resources(won));
  }

  @Test
  void jdbcSeesWhatJpaHasWrittenInTheSameTransaction() {
    ResourceWrite write = patient("seen");

    long seen =
        transactions.write(
            () -> {
              insert(write);
              try (Connection connection = database.connection()) {
                return Rows.count(
                    connection,
                    "select count(*) from resource where id = ?",
                    write.version().key().id());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });

    assertEquals(1, seen);
  }

  @Test
  void theUnmanagedDataSourceCommitsOnItsOwn() throws SQLException {
    assertThrows(
        FhirException.class,
        () ->
            transactions.write(
                () -> {
                  execute("insert into condition_lock values (0, 0, 4711)");
                  throw FhirException.invalid("The work around it fails");
                }));

    assertEquals(
        1, Rows.committed("select count(*) from condition_lock where criteria_hash = 4711"));
    execute("delete from condition_lock where criteria_hash = 4711");
  }

  @Test
  void theSearchParametersAreLookedUpWhenTheirChangeIsCommitted() throws SQLException {
    SearchParameterRegistry before = parameters.of(Tenant.DEFAULT);

    assertThrows(
        FhirException.class,
        () ->
            transactions.write(
                () -> {
                  create(searchParameter());
                  throw FhirException.invalid("Not this one");
                }));
    assertTrue(parameters.areStill(Tenant.DEFAULT, before));
    assertEquals(0, Rows.committed("select count(*) from custom_parameter"));

    create(searchParameter());
    assertFalse(parameters.areStill(Tenant.DEFAULT, before));
    assertEquals(1, Rows.committed("select count(*) from custom_parameter"));
  }

  private ResourceWrite insert(ResourceWrite write) {
    store.insert(Tenant.DEFAULT, List.of(write));
    return write;
  }

  private ResourceWrite patient(String family) {
    String patient =
        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family);
    return versions.first(
        json.read(patient.getBytes(StandardCharsets.UTF_8)),
        new ResourceKey(ResourceType.PATIENT, ids.next()),
        StoredMethod.POST,
        BASE_URL);
  }

  private void create(String searchParameter) {
    creation.create(
        ADMIN,
        ResourceType.SEARCH_PARAMETER,
        json.read(searchParameter.getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  private static String searchParameter() {
    return """
    {"resourceType":"SearchParameter","url":"http://example.org/nickname","name":"nickname",
     "status":"active","description":"A nickname","code":"nickname","base":["Patient"],
     "type":"string","expression":"Patient.name.where(use = 'nickname').given"}
    """;
  }

  private static JobStore.NewJob reindexing() {
    return new JobStore.NewJob(
        Tenant.DEFAULT, JobKind.REINDEX, 0, Optional.of(ResourceType.BASIC), BASE_URL);
  }

  private void execute(String statement) {
    try (Connection connection = Rows.dataSource("jdbc/fhir-unmanaged").getConnection();
        var sql = connection.createStatement()) {
      assertEquals(1, sql.executeUpdate(statement));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertNothingOf(ResourceWrite write, String family) throws SQLException {
    assertEquals(0, resources(write));
    assertEquals(0, indexRows(family));
  }

  private static long resources(ResourceWrite write) throws SQLException {
    return Rows.committed("select count(*) from resource where id = ?", write.version().key().id());
  }

  private static long indexRows(String family) throws SQLException {
    return Rows.committed("select count(*) from index_string where value = ?", family);
  }
}
