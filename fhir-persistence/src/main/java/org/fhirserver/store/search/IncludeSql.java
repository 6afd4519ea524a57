package org.fhirserver.store.search;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;

/**
 * Compiles the statements that find included resources: first the index entries of the references,
 * then the resources at their other end. Each begins with keys or hashes that are known, and is
 * written so that the planner has no choice but their index, whatever it expects.
 */
final class IncludeSql {
  private static final String ENTRY = "d.resource_key, d.path, d.target_hash, d.target_type";
  private static final String RESOURCE = "select " + FoundResource.COLUMNS + " from resource r";

  private final Dialect dialect;
  private final IncludeQuery query;

  IncludeSql(Dialect dialect, IncludeQuery query) {
    this.dialect = dialect;
    this.query = query;
  }

  /** A query for the entries of references from resources with these keys. */
  SqlText entriesOf(List<Long> keys, Collection<IncludeLink> links, int limit) {
    SqlText sql = new SqlText().add("select ").add(ENTRY).add(" from (select ").add(ENTRY);
    sql.add(" from index_reference d").add(dialect.useIndex("index_reference_resource"));
    sql.add(" where d.resource_key in ").bindList(keys).add(dialect.keepSubquery());
    sql.add(") d where d.path in ").add(paths(links));
    return sql.add(" fetch first ").add(limit).add(" rows only");
  }

  /** A query for the entries of references to these hashes from resources that are visible. */
  SqlText entriesTo(List<Long> hashes, Collection<IncludeLink> links, int limit) {
    SqlText condition = new SqlText().add("d.target_hash in ").bindList(hashes);
    Map<ResourceType, List<IncludeLink>> bySource =
        links.stream().collect(Collectors.groupingBy(IncludeLink::source));
    bySource.forEach((source, own) -> addRestriction(condition, source, own));
    SqlText sql = new SqlText();
    addByPath(
        sql,
        links.stream().map(IncludeLink::path).toList(),
        ENTRY,
        "index_reference d" + dialect.useIndex("index_reference_search"),
        condition);
    return sql.add(" fetch first ").add(limit).add(" rows only");
  }

  private void addRestriction(SqlText sql, ResourceType source, List<IncludeLink> links) {
    Expression restriction = restriction(source);
    if (!(restriction instanceof Expression.All)) {
      sql.add(" and (d.path not in ").add(paths(links));
      addProbe(sql.add(" or "), source, restriction, "d").add(")");
    }
  }

  /** A query for what calls itself by URLs with these hashes: path, key and hash. */
  SqlText namedBy(List<Long> urlHashes, Collection<Integer> urlPaths) {
    SqlText sql = new SqlText();
    addByPath(
        sql,
        urlPaths,
        "d.path, d.resource_key, d.value_hash",
        "index_uri d" + dialect.useIndex("index_uri_search"),
        new SqlText().add("d.value_hash in ").bindList(urlHashes));
    return sql;
  }

  /**
   * Adds a query for the rows of an index table that have one of the paths and fulfil a condition;
   * each path is looked up by itself.
   *
   * @param table the table, alias d, with its index
   */
  private void addByPath(
      SqlText sql, Collection<Integer> paths, String columns, String table, SqlText condition) {
    sql.add("select ").add(columns).add(" from ");
    sql.add(
        paths.stream()
            .map(path -> "(" + path + ")")
            .collect(Collectors.joining(", ", "(values ", ") as p(path)")));
    SqlText where = new SqlText().add("d.tenant = ").add(query.tenant().number());
    where.add(" and d.path = p.path and ").add(condition);
    if (dialect.joinsLaterally()) {
      sql.add(" cross join lateral (select ").add(columns).add(" from ").add(table);
      sql.add(" where ").add(where).add(dialect.keepSubquery()).add(") d");
    } else {
      sql.add(" join ").add(table).add(" on ").add(where);
    }
  }

  /** A query for the visible resources with these identities. */
  SqlText withIdentities(List<Long> hashes) {
    SqlText sql = new SqlText().add(RESOURCE).add(dialect.useIndex("resource_by_identity"));
    sql.add(" where r.tenant = ").add(query.tenant().number());
    sql.add(" and r.identity_hash in ").bindList(hashes);
    query
        .visible()
        .forEach(
            (type, restriction) -> {
              if (!(restriction instanceof Expression.All)) {
                sql.add(" and (r.type <> ").add(type.number()).add(" or ");
                addProbe(sql, type, restriction, "r").add(")");
              }
            });
    return sql;
  }

  /** A query for the visible resources of a type with these keys. */
  SqlText withKeys(ResourceType type, List<Long> keys) {
    SqlText sql = new SqlText().add(RESOURCE).add(dialect.useIndex("resource_by_key"));
    sql.add(" where r.tenant = ").add(query.tenant().number()).add(" and r.type = ");
    sql.add(type.number()).add(" and r.resource_key in ").bindList(keys);
    Expression restriction = restriction(type);
    return restriction instanceof Expression.All
        ? sql
        : addProbe(sql.add(" and "), type, restriction, "r");
  }

  private Expression restriction(ResourceType type) {
    return query.visible().getOrDefault(type, new Expression.None());
  }

  private SqlText addProbe(SqlText sql, ResourceType type, Expression filter, String alias) {
    new ProbeCompiler(dialect, query.tenant(), type).add(sql, alias, filter, true);
    return sql;
  }

  private static String paths(Collection<IncludeLink> links) {
    return links.stream()
        .map(link -> String.valueOf(link.path()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
