package org.fhirserver.store.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SqlText;
import org.fhirserver.store.tenant.Tenant;

/** The statements for the history of some types. */
final class TypeHistorySql {
  private static final List<String> TABLES = List.of("resource", "resource_version");

  private static final String COLUMNS =
      "select h.type, h.id, h.version, h.last_updated, h.resource_key, h.method, h.body from ";

  private final Dialect dialect;
  private final Tenant tenant;
  private final List<ResourceType> types;
  private final Optional<SqlText> keys;

  /**
   * Makes statements.
   *
   * @param keys a query for the resources whose versions count; empty for all
   */
  TypeHistorySql(Dialect dialect, Tenant tenant, List<ResourceType> types, Optional<SqlText> keys) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.types = types;
    this.keys = keys;
  }

  /**
   * Queries that together find the versions, each in their order. A version only ever moves from
   * current to past, so what is current is read first.
   */
  List<SqlText> versions(HistoryQuery query) {
    if (dialect.joinsLaterally()) {
      return List.of(lateral(query));
    }
    List<SqlText> statements = new ArrayList<>();
    for (ResourceType type : types) {
      for (String table : TABLES) {
        SqlText sql = new SqlText();
        addVersions(sql, table, new SqlText().bind((long) type.number()), query);
        statements.add(sql);
      }
    }
    return statements;
  }

  /** Queries whose numbers add up to the number of versions. */
  List<SqlText> counts(HistoryPeriod period) {
    String numbers = numbers();
    List<SqlText> statements = new ArrayList<>();
    for (String table : TABLES) {
      SqlText sql = new SqlText().add("select count(*) from ").add(table).add(" h");
      addConditions(sql, table, new SqlText().add("in (" + numbers + ")"), period);
      sql.add(" and h.last_updated >= ").bind(period.earliest());
      sql.add(" and h.last_updated < ").bind(period.until());
      statements.add(sql);
    }
    return statements;
  }

  /** Walks each type as far as the whole may need it. */
  private SqlText lateral(HistoryQuery query) {
    SqlText sql = new SqlText().add("select h.* from unnest('{").add(numbers());
    sql.add("}'::smallint[]) as t(type) cross join lateral (");
    String separator = "(";
    for (String table : TABLES) {
      addVersions(sql.add(separator), table, new SqlText().add("t.type"), query);
      separator = ") union all (";
    }
    addOrder(sql.add(")) h"), query);
    return sql;
  }

  private String numbers() {
    return types.stream()
        .map(type -> Short.toString(type.number()))
        .collect(Collectors.joining(","));
  }

  private void addVersions(SqlText sql, String table, SqlText type, HistoryQuery query) {
    String index = query.ascending() ? "_by_last_updated" : "_newest_first";
    sql.add(COLUMNS).add(table).add(" h").add(dialect.useIndex(table + index));
    addConditions(sql, table, new SqlText().add("= ").add(type), query.period());
    sql.add(" and h.last_updated >= ").bind(query.earliest());
    sql.add(" and h.last_updated <= ").bind(query.latest());
    query.after().ifPresent(position -> addBehind(sql, position, query.ascending()));
    addOrder(sql, query);
  }

  private static void addBehind(SqlText sql, HistoryPosition position, boolean ascending) {
    sql.add(" and (h.last_updated <> ").bind(position.lastUpdated());
    sql.add(" or h.resource_key ").add(ascending ? "> " : "< ").bind(position.tie()).add(")");
  }

  private void addConditions(SqlText sql, String table, SqlText type, HistoryPeriod period) {
    sql.add(" where h.tenant = ").add(tenant.number()).add(" and h.type ").add(type);
    if (period.current() && table.equals("resource_version")) {
      sql.add(" and h.replaced_at > ").bind(period.from());
    }
    keys.ifPresent(query -> sql.add(" and h.resource_key in (").add(query).add(")"));
  }

  private static void addOrder(SqlText sql, HistoryQuery query) {
    String direction = query.ascending() ? "" : " desc";
    sql.add(" order by h.last_updated").add(direction);
    sql.add(", h.resource_key").add(direction);
    sql.add(" fetch first ").add(query.limit()).add(" rows only");
  }
}
