package org.fhirserver.service;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.fhirserver.service.job.JobRunner;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.SearchParameters;

/** What has to be done before the first request is served, and after the last one. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class StartUp {

  @Inject private Database database;

  @Inject private FullTextIndex fullTexts;

  @Inject private SearchParameters parameters;

  @Inject private JobRunner jobs;

  /** Brings the schema up to date and has the definitions loaded; fails the start if it cannot. */
  @PostConstruct
  void prepare() {
    database.migrate();
    fullTexts.start();
    parameters.look();
    jobs.start();
  }

  /** Gives back the jobs that this node has, and tells that it writes no more. */
  @PreDestroy
  void end() {
    jobs.stop();
    parameters.leave();
  }
}
