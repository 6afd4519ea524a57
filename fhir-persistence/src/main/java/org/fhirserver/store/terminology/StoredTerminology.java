package org.fhirserver.store.terminology;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchStore;
import org.fhirserver.store.search.SqlText;
import org.fhirserver.store.search.Statements;
import org.fhirserver.store.search.ValueTest;
import org.fhirserver.store.tenant.Tenant;

/** The code systems and value sets that are stored, by canonical URL or id. */
@ApplicationScoped
public class StoredTerminology {

  @Inject private Database database;

  @Inject private Reads reads;

  @Inject private SearchStore search;

  @Inject private SearchParameterRegistry registry;

  @Inject private FhirJson json;

  /**
   * What tells one content of a resource from any other.
   *
   * @param resourceKey the key of the resource, which none has had before
   * @param version its version
   * @param lastUpdated when that was written, in milliseconds since 1970-01-01T00:00Z
   */
  public record Stamp(long resourceKey, int version, long lastUpdated) {}

  /** A stored resource as it is now. */
  public record Stored(Stamp stamp, Element resource) {}

  /**
   * Resources of one type that are asked for.
   *
   * @param urls those with one of these canonical URLs
   * @param ids and those with one of these ids
   * @param restriction of these only those that the caller may see
   */
  public record Question(
      Tenant tenant,
      ResourceType type,
      List<String> urls,
      List<String> ids,
      Expression restriction) {}

  /**
   * Resources as they are now.
   *
   * @param most how many are read at most
   */
  public List<Stored> find(Question question, int most) {
    return read(
        question, "r.body", most, row -> new Stored(stamp(row), json.readStored(row.getBytes(4))));
  }

  /** The stamps of resources as they are now, without reading the resources. */
  public Set<Stamp> stamps(Question question) {
    return new HashSet<>(read(question, "r.id", Integer.MAX_VALUE, StoredTerminology::stamp));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> read(Question question, String column, int most, RowReader<T> reader) {
    return reads.of(
        () -> {
          List<T> found = new ArrayList<>();
          try (Connection connection = database.connection();
              var statement =
                  Statements.prepare(connection, query(connection, question, column, most));
              ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              found.add(reader.read(rows));
            }
          }
          return found;
        });
  }

  private SqlText query(Connection connection, Question question, String column, int most)
      throws SQLException {
    Tenant tenant = question.tenant();
    ResourceType type = question.type();
    return new SqlText()
        .add("select r.resource_key, r.version, r.last_updated, ")
        .add(column)
        .add(" from (")
        .add(search.keys(connection, tenant, type, filter(question)))
        .add(") k join resource r on r.tenant = ")
        .add(tenant.number())
        .add(" and r.type = ")
        .add(type.number())
        .add(" and r.resource_key = k.resource_key fetch first ")
        .add(most)
        .add(" rows only");
  }

  private Expression filter(Question question) {
    SearchParameter url =
        registry
            .find(question.type(), "url")
            .orElseThrow(() -> new IllegalStateException("No parameter url: " + question.type()));
    List<Expression> any = new ArrayList<>();
    if (!question.urls().isEmpty()) {
      List<ValueTest> tests = question.urls().stream().<ValueTest>map(ValueTest.Uri::new).toList();
      any.add(new Expression.Match(url, url.sources(), tests));
    }
    if (!question.ids().isEmpty()) {
      any.add(new Expression.Ids(question.ids()));
    }
    return Expression.and(List.of(Expression.or(any), question.restriction()));
  }

  private static Stamp stamp(ResultSet row) throws SQLException {
    return new Stamp(row.getLong(1), row.getInt(2), row.getLong(3));
  }
}
