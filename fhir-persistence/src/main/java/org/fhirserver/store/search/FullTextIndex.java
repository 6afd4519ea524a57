package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;

/**
 * Decides which texts are indexed for full text search, and which can be searched: those that every
 * resource of the database is indexed by. The database remembers that level. It falls when a node
 * starts with a lower setting, which from then on leaves words out; it rises while there are no
 * resources, or when all have been indexed anew.
 */
@ApplicationScoped
public class FullTextIndex {
  /** The key of the configuration. */
  private static final String SETTING = "fhir.search.full-text";

  @Inject
  @ConfigProperty(name = SETTING, defaultValue = "narrative")
  private String setting;

  @Inject private Database database;

  @Inject private Reads reads;

  /** When this node began to write by its setting, by the clock of the database. */
  private volatile Instant since = Instant.MAX;

  /**
   * Compares the setting with what the database has; to be called once, before resources are
   * written.
   *
   * @throws IllegalStateException if the setting is none of the levels or the database fails
   */
  public void start() {
    FullTextLevel level =
        FullTextLevel.named(setting)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        SETTING + " is '" + setting + "', not one of " + FullTextLevel.list()));
    if (!database.dialect().searchesWords()) {
      return;
    }
    try (Connection connection = database.unmanaged().getConnection()) {
      execute(connection, "update full_text_level set level = ? where level > ?", level);
      execute(
          connection,
          """
          update full_text_level set level = ? where level < ?
            and not exists (select 1 from resource)\
          """,
          level);
      since = Instant.ofEpochMilli(database.dialect().now(connection));
    } catch (NamingException | SQLException failure) {
      throw new IllegalStateException("The database is not ready", failure);
    }
  }

  /**
   * Notes, within the transaction of the caller, that all resources have been indexed anew.
   *
   * @param begin when that began; what was done before this node had its setting does not count
   */
  public void allIndexed(Instant begin) {
    if (!database.dialect().searchesWords() || begin.isBefore(since)) {
      return;
    }
    try (Connection connection = database.connection();
        PreparedStatement statement =
            connection.prepareStatement("update full_text_level set level = ? where level < ?")) {
      statement.setInt(1, level().ordinal());
      statement.setInt(2, level().ordinal());
      statement.executeUpdate();
    } catch (SQLException failure) {
      throw new PersistenceException(failure);
    }
  }

  private static void execute(Connection connection, String sql, FullTextLevel level)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, level.ordinal());
      statement.setInt(2, level.ordinal());
      statement.executeUpdate();
    }
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  /** All that a resource is found by: the values of the parameters and its indexed texts. */
  public List<IndexValue> values(ResourceValues resource, SearchParameterRegistry registry) {
    List<IndexValue> values = new ArrayList<>(resource.by(registry));
    FullTextExtraction.add(resource.resource(), level(), values);
    return values;
  }

  /** The fields that can be searched now. */
  public List<FullTextField> searchable() {
    if (level() == FullTextLevel.NONE) {
      return List.of();
    }
    FullTextLevel complete = completeLevel();
    return Arrays.stream(FullTextField.values())
        .filter(field -> level().covers(field) && complete.covers(field))
        .toList();
  }

  /**
   * Refuses to search a field that not every resource is indexed by.
   *
   * @throws FhirException INVALID with what can be done about it
   */
  public void requireSearchable(FullTextField field) {
    if (!database.dialect().searchesWords()) {
      throw refused(field, "it is not supported on this database; it needs PostgreSQL.");
    }
    String needed = "'" + SETTING + "' must be '" + FullTextLevel.of(field).text() + "'";
    if (!level().covers(field)) {
      throw refused(field, needed + ", it is '" + setting + "'.");
    }
    if (!completeLevel().covers(field)) {
      throw refused(
          field,
          "there are resources from before "
              + needed.replace(" must be ", " was ")
              + "; they must be indexed anew ($reindex).");
    }
  }

  private static FhirException refused(FullTextField field, String reason) {
    return new FhirException(
        FhirException.Category.INVALID,
        "not-supported",
        "The search parameter '" + field.parameter() + "' cannot be used: " + reason);
  }

  private FullTextLevel level() {
    return database.dialect().searchesWords()
        ? FullTextLevel.named(setting).orElse(FullTextLevel.NONE)
        : FullTextLevel.NONE;
  }

  private FullTextLevel completeLevel() {
    return reads.of(
        () -> {
          try (Connection connection = database.connection();
              PreparedStatement statement =
                  connection.prepareStatement("select level from full_text_level");
              ResultSet result = statement.executeQuery()) {
            result.next();
            return FullTextLevel.values()[result.getInt(1)];
          }
        });
  }
}
