package org.fhirserver.store.search;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * Compiles walks through compartments. All of them start from the index entries that point to the
 * owners of the compartments, so they cost as much as there is to find, whatever else is stored.
 */
final class CompartmentSql {
  /** Behind the columns of a resource, null if it has just been deleted, come its type and key. */
  private static final String RESOURCE =
      "select " + FoundResource.COLUMNS + ", m.type, m.resource_key from (";

  private final Dialect dialect;
  private final Tenant tenant;
  private final List<Long> owners;

  CompartmentSql(Dialect dialect, Tenant tenant, List<ResourceKey> owners) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.owners = owners.stream().map(Hash64::of).toList();
  }

  /** A query for those of the paths that point to an owner from anywhere. */
  SqlText presentPaths(Collection<Integer> paths) {
    return PresentTypes.paths(dialect, tenant, paths, owners);
  }

  /**
   * A query for the first resources of some types, in order. Each path is walked by its index as
   * far as the page can reach and no further.
   *
   * @param after the key in the first of the types behind which to start
   * @param limit the number of resources
   */
  SqlText members(List<CompartmentMember> members, Optional<Long> after, int limit) {
    SqlText sql = new SqlText().add(RESOURCE).add("select u.type, u.resource_key from (");
    String separator = "";
    int branch = 0;
    for (CompartmentMember member : members) {
      Optional<Long> start = member == members.get(0) ? after : Optional.empty();
      for (int path : member.paths()) {
        for (long owner : owners) {
          sql.add(separator).add("select ").add(member.type().number()).add(" as type, b");
          sql.add(branch).add(".resource_key from (");
          addPath(sql, member, path, owner, start);
          sql.add(" order by d.resource_key fetch first ").add(limit).add(" rows only) b");
          sql.add(branch++);
          separator = " union ";
        }
      }
    }
    sql.add(") u order by u.type, u.resource_key fetch first ").add(limit).add(" rows only) m");
    FoundResource.addJoin(sql, dialect, tenant, "m.type");
    return sql.add(" order by m.type, m.resource_key");
  }

  private void addPath(
      SqlText sql, CompartmentMember member, int path, long owner, Optional<Long> after) {
    sql.add("select d.resource_key from index_reference d where d.tenant = ");
    sql.add(tenant.number()).add(" and d.path = ").add(path);
    sql.add(" and d.target_hash = ").bind(owner);
    after.ifPresent(key -> sql.add(" and d.resource_key > ").bind(key));
    addFilter(sql, member.type(), member.filter(), "d");
  }

  private void addFilter(SqlText sql, ResourceType type, Expression filter, String alias) {
    if (!(filter instanceof Expression.All)) {
      new ProbeCompiler(dialect, tenant, type).add(sql.add(" and "), alias, filter, true);
    }
  }

  /**
   * A query for the first resources that support those in the compartments, in the order in which
   * they were created.
   *
   * @param members the members whose references count, with paths that point to an owner
   * @param limit the number of resources
   */
  SqlText support(SupportQuery query, List<CompartmentMember> members, int limit) {
    String numbers = numbers(query.types().keySet());
    SqlText sql = new SqlText().add(RESOURCE).add("select s.resource_key, s.type from (");
    addTargets(sql, members, numbers);
    sql.add(" union ");
    addTargetsOfTargets(sql, members, numbers);
    sql.add(") h join resource s").add(dialect.useIndex("resource_by_identity"));
    sql.add(" on s.tenant = ").add(tenant.number()).add(" and s.identity_hash = h.target_hash");
    addTypes(sql.add(" where "), query.types());
    query.after().ifPresent(key -> sql.add(" and s.resource_key > ").bind(key));
    addNoMember(sql, query);
    sql.add(" order by s.resource_key fetch first ").add(limit).add(" rows only) m");
    FoundResource.addJoin(sql, dialect, tenant, "m.type");
    return sql.add(" order by m.resource_key");
  }

  private void addTargets(SqlText sql, List<CompartmentMember> members, String types) {
    sql.add("select b.target_hash from (");
    addKeys(sql, members);
    sql.add(") k join index_reference b").add(dialect.useIndex("index_reference_resource"));
    sql.add(" on b.resource_key = k.resource_key where b.target_type in ").add(types);
  }

  private void addTargetsOfTargets(SqlText sql, List<CompartmentMember> members, String types) {
    sql.add("select c.target_hash from (");
    addTargets(sql, members, types);
    sql.add(" group by b.target_hash) t join resource x");
    sql.add(dialect.useIndex("resource_by_identity")).add(" on x.tenant = ").add(tenant.number());
    sql.add(" and x.identity_hash = t.target_hash join index_reference c");
    sql.add(dialect.useIndex("index_reference_resource"));
    sql.add(" on c.resource_key = x.resource_key where x.type in ").add(types);
    sql.add(" and c.target_type in ").add(types);
  }

  /** Adds a query for the keys of the owners and of all members; some may come twice. */
  private void addKeys(SqlText sql, List<CompartmentMember> members) {
    sql.add("select o.resource_key from resource o where o.tenant = ").add(tenant.number());
    sql.add(" and o.identity_hash in ").bindList(owners);
    Map<Expression, List<CompartmentMember>> byFilter =
        members.stream()
            .collect(
                Collectors.groupingBy(
                    CompartmentMember::filter, LinkedHashMap::new, Collectors.toList()));
    byFilter.forEach(
        (filter, same) -> {
          if (filter instanceof Expression.All) {
            addKeys(sql, same, filter);
          } else {
            same.forEach(member -> addKeys(sql, List.of(member), filter));
          }
        });
  }

  private void addKeys(SqlText sql, List<CompartmentMember> members, Expression filter) {
    String paths =
        members.stream()
            .flatMap(member -> member.paths().stream())
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "(", ")"));
    sql.add(" union all select d.resource_key from index_reference d where d.tenant = ");
    sql.add(tenant.number()).add(" and d.path in ").add(paths);
    sql.add(" and d.target_hash in ").bindList(owners);
    addFilter(sql, members.get(0).type(), filter, "d");
  }

  /** Adds: the resource is one of those to find. */
  private void addTypes(SqlText sql, Map<ResourceType, Expression> types) {
    List<ResourceType> whole =
        types.keySet().stream().filter(type -> types.get(type) instanceof Expression.All).toList();
    String separator = "(";
    if (!whole.isEmpty()) {
      sql.add("(s.type in ").add(numbers(whole));
      separator = " or ";
    }
    for (Map.Entry<ResourceType, Expression> type : types.entrySet()) {
      if (!(type.getValue() instanceof Expression.All)) {
        sql.add(separator).add("s.type = ").add(type.getKey().number());
        addFilter(sql, type.getKey(), type.getValue(), "s");
        separator = " or ";
      }
    }
    sql.add(")");
  }

  /** Adds: the resource is no member itself. */
  private void addNoMember(SqlText sql, SupportQuery query) {
    String paths =
        query.members().stream()
            .filter(member -> query.types().containsKey(member.type()))
            .flatMap(member -> member.paths().stream())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!paths.isEmpty()) {
      sql.add(" and not exists (select 1 from index_reference n");
      sql.add(dialect.useIndex("index_reference_resource")).add(" where n.resource_key =");
      sql.add(" s.resource_key and n.path in (").add(paths).add(") and n.target_hash in ");
      sql.bindList(owners).add(")");
    }
  }

  private static String numbers(Collection<ResourceType> types) {
    return types.stream()
        .map(type -> String.valueOf(type.number()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
