package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.Element;

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
    } catch (NamingException | SQLException failure) {
      throw new IllegalStateException("The database is not ready", failure);
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

  /** Adds the texts of a resource that are indexed to the values that it is found by. */
  public void addTexts(Element resource, List<IndexValue> values) {
    FullTextExtraction.add(resource, level(), values);
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
