package org.fhirserver.service;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameterRegistry;

/** What has to be done before the first request is served. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class StartUp {

  @Inject private Database database;

  @Inject private FullTextIndex fullTexts;

  @Inject private SearchParameterRegistry registry;

  /** Brings the schema up to date and has the definitions loaded; fails the start if it cannot. */
  @PostConstruct
  void prepare() {
    database.migrate();
    fullTexts.start();
    registry.parameters(ResourceType.PATIENT);
  }
}
