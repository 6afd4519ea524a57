package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;

/**
 * Finds the different values that a parameter has without looking at all of its entries: from each
 * value the index leads to the next one. Codes that several systems have are told apart among the
 * first resources that have the code.
 */
@ApplicationScoped
public class LabelStore {
  private static final int MOST_OF_A_CODE = 1000;

  @Inject private Database database;

  @Inject private Reads reads;

  /** The bodies of resources that have the values. */
  public List<byte[]> samples(LabelQuery query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            Set<Long> keys = new LinkedHashSet<>();
            for (SearchParameter.Source source : query.parameter().sources()) {
              addKeys(connection, query, source.path(), keys);
            }
            return bodies(connection, query, List.copyOf(keys));
          }
        });
  }

  private void addKeys(Connection connection, LabelQuery query, IndexPath path, Set<Long> keys)
      throws SQLException {
    boolean isToken = path.type() == SearchParameterType.TOKEN;
    Optional<Long> value = Optional.empty();
    for (int found = 0; found < query.most(); found++) {
      SqlText next = next(query, path, value);
      try (var statement = Statements.prepare(connection, next);
          ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return;
        }
        value = Optional.of(rows.getLong(1));
        keys.add(rows.getLong(2));
      }
      if (isToken) {
        addKeysOfSystems(connection, query, path, value.get(), keys);
      }
    }
  }

  /** A query for the next value, as a hash, and the first resource that has it. */
  private SqlText next(LabelQuery query, IndexPath path, Optional<Long> after) {
    String column = path.type() == SearchParameterType.TOKEN ? "d.code_hash" : "d.value_hash";
    SqlText sql = new SqlText().add("select ").add(column).add(", d.resource_key from ");
    addEntries(sql, query, path);
    after.ifPresent(hash -> sql.add(" and ").add(column).add(" > ").bind(hash));
    sql.add(" order by ").add(column).add(", d.resource_key");
    return sql.add(" fetch first 1 rows only");
  }

  private void addKeysOfSystems(
      Connection connection, LabelQuery query, IndexPath path, long code, Set<Long> keys)
      throws SQLException {
    SqlText sql = new SqlText().add("select s.system_hash, min(s.resource_key) from (");
    sql.add("select d.system_hash, d.resource_key from ");
    addEntries(sql, query, path);
    sql.add(" and d.code_hash = ").bind(code).add(" order by d.resource_key fetch first ");
    sql.add(MOST_OF_A_CODE).add(" rows only) s group by s.system_hash");
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        keys.add(rows.getLong(2));
      }
    }
  }

  private void addEntries(SqlText sql, LabelQuery query, IndexPath path) {
    sql.add(MatchCompiler.tableOf(path.type()).tableName()).add(" d where d.tenant = ");
    sql.add(query.tenant().number()).add(" and d.path = ").add(path.id());
    if (!(query.filter() instanceof Expression.All)) {
      new ProbeCompiler(database.dialect(), query.tenant(), query.parameter().base())
          .add(sql.add(" and "), "d", query.filter(), true);
    }
  }

  private static List<byte[]> bodies(Connection connection, LabelQuery query, List<Long> keys)
      throws SQLException {
    List<byte[]> bodies = new ArrayList<>();
    if (keys.isEmpty()) {
      return bodies;
    }
    SqlText sql = new SqlText().add("select r.body from resource r where r.tenant = ");
    sql.add(query.tenant().number()).add(" and r.type = ");
    sql.add(query.parameter().base().number()).add(" and r.resource_key in ").bindList(keys);
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        bodies.add(rows.getBytes(1));
      }
    }
    return bodies;
  }
}
