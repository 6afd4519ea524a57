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
  private static final String RESOURCE = FoundResource.COLUMNS.replace("r.", "d.");

  private final Dialect dialect;
  private final IncludeQuery query;

  IncludeSql(Dialect dialect, IncludeQuery query) {
    this.dialect = dialect;
    this.query = query;
  }

  /** Queries for the entries of references from resources with these keys. */
  List<SqlText> entriesOf(List<Long> keys, Collection<IncludeLink> links, int limit) {
    Rows rows =
        new Rows(
            ENTRY,
            "index_reference d" + dialect.useIndex("index_reference_resource"),
            "",
            new SqlText(),
            "d.resource_key");
    SqlText end = new SqlText().add(" where d.path in ").add(paths(links));
    return statements(rows, keys, end.add(" fetch first ").add(limit).add(" rows only"));
  }

  /** Queries for the entries of references to these hashes from resources that are visible. */
  List<SqlText> entriesTo(List<Long> hashes, Collection<IncludeLink> links, int limit) {
    SqlText condition = ofPath();
    Map<ResourceType, List<IncludeLink>> bySource =
        links.stream().collect(Collectors.groupingBy(IncludeLink::source));
    bySource.forEach((source, own) -> addRestriction(condition, source, own));
    Rows rows =
        new Rows(
            ENTRY,
            "index_reference d" + dialect.useIndex("index_reference_search"),
            pathRows(links.stream().map(IncludeLink::path).toList()),
            condition,
            "d.target_hash");
    SqlText end = new SqlText().add(" fetch first ").add(limit).add(" rows only");
    return statements(rows, hashes, end);
  }

  private void addRestriction(SqlText sql, ResourceType source, List<IncludeLink> links) {
    Expression restriction = restriction(source);
    if (!(restriction instanceof Expression.All)) {
      sql.add("(d.path not in ").add(paths(links));
      addProbe(sql.add(" or "), source, restriction).add(") and ");
    }
  }

  /** Queries for what calls itself by URLs with these hashes: path, key and hash. */
  List<SqlText> namedBy(List<Long> urlHashes, Collection<Integer> urlPaths) {
    Rows rows =
        new Rows(
            "d.path, d.resource_key, d.value_hash",
            "index_uri d" + dialect.useIndex("index_uri_search"),
            pathRows(urlPaths),
            ofPath(),
            "d.value_hash");
    return statements(rows, urlHashes, new SqlText());
  }

  /** Queries for the visible resources with these identities. */
  List<SqlText> withIdentities(List<Long> hashes) {
    SqlText condition = ofTenant();
    query
        .visible()
        .forEach(
            (type, restriction) -> {
              if (!(restriction instanceof Expression.All)) {
                condition.add("(d.type <> ").add(type.number()).add(" or ");
                addProbe(condition, type, restriction).add(") and ");
              }
            });
    String table = "resource d" + dialect.useIndex("resource_by_identity");
    return statements(
        new Rows(RESOURCE, table, "", condition, "d.identity_hash"), hashes, new SqlText());
  }

  /** Queries for the visible resources of a type with these keys. */
  List<SqlText> withKeys(ResourceType type, List<Long> keys) {
    SqlText condition = ofTenant().add("d.type = ").add(type.number()).add(" and ");
    Expression restriction = restriction(type);
    if (!(restriction instanceof Expression.All)) {
      addProbe(condition, type, restriction).add(" and ");
    }
    String table = "resource d" + dialect.useIndex("resource_by_key");
    return statements(
        new Rows(RESOURCE, table, "", condition, "d.resource_key"), keys, new SqlText());
  }

  /**
   * Rows that have a certain number in a column.
   *
   * @param columns what is read
   * @param table the table, alias d, with the index that serves
   * @param paths rows p(path) that are joined, or nothing
   * @param condition further conditions, each with " and " behind it
   */
  private record Rows(
      String columns, String table, String paths, SqlText condition, String column) {}

  /**
   * Queries for the rows with any of some numbers: one if the database can be made to look up each
   * number by itself, else one for each.
   */
  private List<SqlText> statements(Rows rows, List<Long> numbers, SqlText end) {
    if (dialect.joinsLaterally()) {
      SqlText look = new SqlText().add("select ").add(rows.columns()).add(" from ");
      look.add(rows.table()).add(" where ").add(rows.condition()).add(rows.column());
      SqlText sql = new SqlText().add("select ").add(rows.columns()).add(" from ");
      sql.add(rows.paths()).add(rows.paths().isEmpty() ? "" : " cross join ");
      addNumbers(sql, numbers);
      sql.add(" cross join lateral (").add(look).add(" = n.number");
      return List.of(sql.add(dialect.keepSubquery()).add(") d").add(end));
    }
    return numbers.stream()
        .map(
            number -> {
              SqlText sql = new SqlText().add("select ").add(rows.columns()).add(" from (select ");
              sql.add(rows.columns()).add(" from ").add(rows.paths());
              sql.add(rows.paths().isEmpty() ? "" : " join ").add(rows.table());
              sql.add(rows.paths().isEmpty() ? " where " : " on ").add(rows.condition());
              return sql.add(rows.column()).add(" = ").bind(number).add(") d").add(end);
            })
        .toList();
  }

  /** Adds the numbers as rows, filled up by 0, which is neither a key nor a hash of anything. */
  private static void addNumbers(SqlText sql, List<Long> numbers) {
    int size = Integer.highestOneBit(Math.max(1, numbers.size() * 2 - 1));
    String separator = "(values (";
    for (int i = 0; i < size; i++) {
      sql.add(separator).bind(i < numbers.size() ? numbers.get(i) : (Long) 0L);
      separator = "), (";
    }
    sql.add(")) as n(number)");
  }

  private static String pathRows(Collection<Integer> paths) {
    return paths.stream()
        .map(path -> "(" + path + ")")
        .collect(Collectors.joining(", ", "(values ", ") as p(path)"));
  }

  private SqlText ofTenant() {
    return new SqlText().add("d.tenant = ").add(query.tenant().number()).add(" and ");
  }

  private SqlText ofPath() {
    return ofTenant().add("d.path = p.path and ");
  }

  private Expression restriction(ResourceType type) {
    return query.visible().getOrDefault(type, new Expression.None());
  }

  private SqlText addProbe(SqlText sql, ResourceType type, Expression filter) {
    new ProbeCompiler(dialect, query.tenant(), type).add(sql, "d", filter, true);
    return sql;
  }

  private static String paths(Collection<IncludeLink> links) {
    return links.stream()
        .map(link -> String.valueOf(link.path()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
