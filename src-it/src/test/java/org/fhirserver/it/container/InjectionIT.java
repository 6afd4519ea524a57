package org.fhirserver.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.EJB;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.job.JobWork;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.service.resource.TransactionBoundary;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.job.JobKind;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceStore;
import org.fhirserver.store.tenant.Tenant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** Beans, data sources and the persistence context are where the product looks for them. */
@ArquillianTest
class InjectionIT {
  private static final ResourceKey NOBODY = new ResourceKey(ResourceType.PATIENT, "nobody");

  @Inject private Database database;

  @Inject private ResourceStore store;

  @Inject private Operations operations;

  @Inject @Any private Instance<JobWork> works;

  @Inject private FhirJson json;

  @Inject private Instance<FhirJson> again;

  @EJB private TransactionBoundary boundary;

  @Deployment
  static EnterpriseArchive deployment() {
    return ProductArchive.deployment(InjectionIT.class);
  }

  @Test
  void beansOfBothModulesAreInjected() {
    assertNotNull(database.dialect());
    assertTrue(operations.find("reindex").isPresent());
  }

  @Test
  void everyKindOfJobIsTheWorkOfOneBean() {
    List<JobKind> kinds = works.stream().map(JobWork::kind).sorted().toList();

    assertEquals(Arrays.asList(JobKind.values()), kinds);
  }

  @Test
  void whatProducersLoadIsLoadedOnce() {
    assertSame(json, again.get());
  }

  @Test
  void bothDataSourcesLeadToTheSameDatabase() throws SQLException {
    try (Connection managed = Rows.dataSource("jdbc/fhir").getConnection();
        Connection ofTheProduct = database.connection();
        Connection unmanaged = database.unmanaged().getConnection()) {
      String url = managed.getMetaData().getURL();

      assertTrue(url.startsWith("jdbc:derby:"), url);
      assertEquals(url, ofTheProduct.getMetaData().getURL());
      assertEquals(url, unmanaged.getMetaData().getURL());
    } catch (javax.naming.NamingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thePersistenceContextIsInjectedIntoTheStore() {
    assertEquals(Optional.empty(), store.read(Tenant.DEFAULT, NOBODY));
  }

  @Test
  void lockingReadsHaveTheTransactionOfTheEnterpriseBean() {
    assertEquals(Optional.empty(), boundary.run(() -> store.readForUpdate(Tenant.DEFAULT, NOBODY)));
  }
}
