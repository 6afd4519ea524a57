package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * What resources refer to and what refers to them.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
@ApplicationScoped
public class IncludeStore {

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private SearchParameterRegistry registry;

  @Inject private FhirJson json;

  /**
   * The resources that a page includes.
   *
   * @param resources each once, none that is a match; current versions
   * @param complete whether these are all
   */
  public record Included(List<ResourceVersion> resources, boolean complete) {}

  /**
   * Finds what a page includes, over as many rounds as it takes.
   *
   * @throws FhirException INVALID (too-costly) if there are too many references to look for
   */
  public Included find(IncludeQuery query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            IncludeRows rows =
                new IncludeRows(connection, new IncludeSql(database.dialect(), query));
            return new IncludeWalk(query, registry, rows, new WrittenReferences(json)).included();
          }
        });
  }
}
