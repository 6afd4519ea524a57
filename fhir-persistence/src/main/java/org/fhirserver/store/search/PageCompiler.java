package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * Compiles the statement that reads a page: the keys of its resources, type by type, each in order
 * and no more of them than the page can show, then their bodies.
 */
final class PageCompiler {
  private final Dialect dialect;
  private final Tenant tenant;
  private final PageDirection direction;
  private final Function<ResourceType, QueryCompiler> compilers;

  PageCompiler(
      Dialect dialect,
      Tenant tenant,
      PageDirection direction,
      Function<ResourceType, QueryCompiler> compilers) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.direction = direction;
    this.compilers = compilers;
  }

  /**
   * A query for the first resources in order; behind seven columns of the resource, which are null
   * if it has just been deleted, come its key and its sort values.
   *
   * @param types the types, at least one
   * @param cursor behind which resource; where types come one after another, that of the first type
   * @param limit the number of resources
   */
  SqlText page(List<TypeQuery> types, Optional<PageCursor> cursor, int limit) {
    SqlText sql = new SqlText().add("select " + FoundResource.COLUMNS + ", m.resource_key");
    boolean single = types.size() == 1;
    String type = single ? String.valueOf(types.get(0).type().number()) : "m.type";
    if (direction.order().byType()) {
      sql.add(", ").add(type);
    } else {
      addValues(sql, "m");
    }
    sql.add(" from (");
    if (single) {
      addType(sql, types.get(0), cursor, limit);
    } else {
      addTypes(sql, types, cursor, limit);
    }
    FoundResource.addJoin(sql.add(") m"), dialect, tenant, type);
    addOrder(sql, "m", types);
    return sql;
  }

  private void addTypes(
      SqlText sql, List<TypeQuery> types, Optional<PageCursor> cursor, int limit) {
    sql.add("select u.type, u.resource_key");
    addValues(sql, "u");
    String separator = " from (";
    for (int i = 0; i < types.size(); i++) {
      String alias = "b" + i;
      TypeQuery query = types.get(i);
      sql.add(separator).add("select ").add(query.type().number()).add(" as type, ");
      addValues(sql.add(alias).add(".resource_key"), alias);
      boolean starts = i == 0 || !direction.order().byType();
      addType(sql.add(" from ("), query, cursor.filter(start -> starts), limit);
      sql.add(") ").add(alias);
      separator = " union all ";
    }
    addOrder(sql.add(") u"), "u", types);
    sql.add(" fetch first ").add(limit).add(" rows only");
  }

  private void addType(SqlText sql, TypeQuery query, Optional<PageCursor> cursor, int limit) {
    QueryCompiler compiler = compilers.apply(query.type());
    if (query.sort().isEmpty()) {
      Optional<Long> after = cursor.map(PageCursor::resourceKey);
      compiler.addFirstKeys(
          sql, query.filter(), new KeyRange(after, direction.keysDescend(), limit));
    } else {
      new SortedKeys(dialect, tenant, query, compiler, direction).addTo(sql, cursor, limit);
    }
  }

  private void addValues(SqlText sql, String alias) {
    if (!direction.order().byType()) {
      direction.order().columns().forEach(column -> sql.add(", " + alias + "." + column));
    }
  }

  private void addOrder(SqlText sql, String alias, List<TypeQuery> types) {
    if (direction.order().byType() && types.size() == 1) {
      direction.addKeyOrder(sql.add(" order by "), alias);
    } else {
      direction.addOrder(sql, alias);
    }
  }
}
