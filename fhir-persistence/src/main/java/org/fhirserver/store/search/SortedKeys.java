package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.tenant.Tenant;

/**
 * Compiles the first keys of one type in the order of sort keys, with their sort values s0, s1 and
 * so on. Where the order is that of an index of table resource and the filter finds much, the index
 * is walked until the page is full; else the values of all that is found are looked up and sorted.
 */
final class SortedKeys {
  private static final String LAST_UPDATED = "last_updated";

  private final Dialect dialect;
  private final Tenant tenant;
  private final TypeQuery query;
  private final QueryCompiler compiler;
  private final PageDirection direction;

  SortedKeys(
      Dialect dialect,
      Tenant tenant,
      TypeQuery query,
      QueryCompiler compiler,
      PageDirection direction) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.query = query;
    this.compiler = compiler;
    this.direction = direction;
  }

  /** Adds the query. */
  void addTo(SqlText sql, Optional<PageCursor> cursor, int limit) {
    Optional<String> column = walkedColumn();
    if (column.isPresent()) {
      addWalk(sql, column.get(), cursor);
    } else {
      addComputed(sql, cursor);
    }
    sql.add(" fetch first ").add(limit).add(" rows only");
  }

  private Optional<String> walkedColumn() {
    SortKey key = query.sort().get(0);
    if (query.sort().size() > 1 || !key.parameter().sources().isEmpty()) {
      return Optional.empty();
    }
    String column = SortValue.of(key).column();
    return compiler.isUnselective(query.filter(), column.equals(LAST_UPDATED))
        ? Optional.of(column)
        : Optional.empty();
  }

  /** The columns of table resource are never null. */
  private void addWalk(SqlText sql, String column, Optional<PageCursor> cursor) {
    boolean descending = direction.keysDescend();
    String value = "d." + column;
    sql.add("select d.resource_key, ").add(value).add(" as s0 from ");
    compiler.addWalk(sql, query.filter(), useIndex(column, descending));
    cursor.ifPresent(
        start -> {
          Object bound = start.sortValues().get(0).orElseThrow();
          sql.add(" and ").add(value).add(descending ? " <= " : " >= ").bind(bound);
          sql.add(" and (").add(value).add(" <> ").bind(bound).add(" or ");
          direction.addKeyBehind(sql, "d", start.resourceKey());
          sql.add(")");
        });
    sql.add(" order by ").add(value).add(descending ? " desc, " : ", ");
    direction.addKeyOrder(sql, "d");
  }

  private String useIndex(String column, boolean descending) {
    if (!column.equals(LAST_UPDATED)) {
      return "";
    }
    return dialect.useIndex(descending ? "resource_newest_first" : "resource_by_last_updated");
  }

  private void addComputed(SqlText sql, Optional<PageCursor> cursor) {
    sql.add("select k.* from (select d.resource_key");
    List<SortKey> sort = query.sort();
    for (int i = 0; i < sort.size(); i++) {
      SortValue.of(sort.get(i)).addTo(sql.add(", "), dialect, tenant, query.type());
      sql.add(" as s").add(i);
    }
    sql.add(" from (");
    compiler.addKeys(sql, query.filter());
    sql.add(") d) k");
    cursor.ifPresent(start -> direction.addBehind(sql.add(" where "), "k", start));
    direction.addOrder(sql, "k");
  }
}
