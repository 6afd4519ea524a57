package org.fhirserver.store.search;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.tenant.Tenant;

/** Reads the custom search parameters of all tenants. */
final class CustomParameterReads {
  private static final System.Logger LOG = System.getLogger(CustomParameterReads.class.getName());

  private static final String PARAMETERS =
      """
      select tenant, parameter_key, state, revision, id, definition from custom_parameter
      order by parameter_key
      """;

  /** Jobs that are queued, running or failed. */
  private static final String BACKFILLS =
      """
      select subject_key, state, done, total, job_key from job
      where kind = 'search-parameter' and state in (1, 2, 4)
      """;

  private static final int FAILED = 4;

  private final FhirJson json;
  private final CustomDefinitionRules rules;

  CustomParameterReads(FhirJson json, CustomDefinitionRules rules) {
    this.json = json;
    this.rules = rules;
  }

  /** The revision of all custom parameters. */
  static long revision(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select revision from index_revision");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The next revision; whoever else wants one waits for the end of the transaction. */
  static long nextRevision(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update index_revision set revision = revision + 1")) {
      update.executeUpdate();
    }
    return revision(connection);
  }

  /** The parameters in the order in which they came; one that this release cannot use is absent. */
  List<CustomParameter> all(Connection connection) throws SQLException {
    Map<Long, CustomParameter.Backfill> backfills = backfills(connection);
    List<CustomParameter> parameters = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(PARAMETERS);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        long key = rows.getLong(2);
        String id = rows.getString(5);
        Optional<SearchParameterDefinition> definition = definition(id, rows.getBytes(6));
        if (definition.isPresent()) {
          parameters.add(
              new CustomParameter(
                  new Tenant(rows.getShort(1)),
                  key,
                  id,
                  CustomParameterState.numbered(rows.getShort(3)),
                  rows.getLong(4),
                  definition.get(),
                  Optional.ofNullable(backfills.get(key))));
        }
      }
    }
    return parameters;
  }

  /** Those of one tenant. */
  List<CustomParameter> of(Connection connection, Tenant tenant) throws SQLException {
    return all(connection).stream().filter(parameter -> parameter.tenant().equals(tenant)).toList();
  }

  private Optional<SearchParameterDefinition> definition(String id, byte[] resource) {
    try {
      return rules.toIndex(ReceivedParameter.of(json.readStored(resource)));
    } catch (FhirException unusable) {
      LOG.log(Level.WARNING, "SearchParameter/{0} is left out: {1}", id, unusable.getMessage());
      return Optional.empty();
    }
  }

  private static Map<Long, CustomParameter.Backfill> backfills(Connection connection)
      throws SQLException {
    Map<Long, CustomParameter.Backfill> backfills = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(BACKFILLS);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        long total = rows.getLong(4);
        int percent = total == 0 ? 0 : (int) Math.min(99, rows.getLong(3) * 100 / total);
        backfills.put(
            rows.getLong(1),
            new CustomParameter.Backfill(percent, rows.getShort(2) == FAILED, rows.getLong(5)));
      }
    }
    return backfills;
  }
}
