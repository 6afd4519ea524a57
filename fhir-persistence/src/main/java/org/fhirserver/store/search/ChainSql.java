package org.fhirserver.store.search;

import java.util.List;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.tenant.Tenant;

/** The joins from resources to those at the other end of their references. */
final class ChainSql {
  private final Dialect dialect;
  private final Tenant tenant;

  ChainSql(Dialect dialect, Tenant tenant) {
    this.dialect = dialect;
    this.tenant = tenant;
  }

  /**
   * A query for the identities of resources and how often each comes.
   *
   * @param keys a query for their keys; some may come several times
   * @param limit no more keys than these are read
   */
  SqlText identities(ResourceType type, SqlText keys, int limit) {
    SqlText sql = new SqlText().add("select h.identity_hash, count(*) from (");
    sql.add("select r.identity_hash from (").add(keys);
    sql.add(" fetch first ").add(limit).add(" rows only) k ");
    return addResource(sql, type, "k").add(") h group by h.identity_hash");
  }

  /**
   * A query for the identities of what resources refer to and how often each comes.
   *
   * @param keys a query for the keys of the referring resources; some may come several times
   * @param type the type that is referred to
   * @param limit no more keys and references than these are read
   */
  SqlText targets(SqlText keys, List<Source> sources, ResourceType type, int limit) {
    SqlText sql = new SqlText().add("select h.target_hash, count(*) from (");
    sql.add("select x.target_hash from (").add(keys);
    sql.add(" fetch first ").add(limit).add(" rows only) k ");
    addReferences(sql, sources, type, "k").add(" fetch first ").add(limit);
    return sql.add(" rows only) h group by h.target_hash");
  }

  /** Adds a query for the keys of what refers to the resources of a type with keys of a query. */
  void addSources(SqlText sql, SqlText keys, ResourceType type, List<Source> sources) {
    sql.add("(select y.resource_key from (").add(keys).add(") k ");
    addResource(sql, type, "k").add(" join index_reference y");
    sql.add(dialect.useIndex("index_reference_search")).add(" on y.tenant = ");
    sql.add(tenant.number()).add(" and ");
    ProbeCompiler.addPaths(sql, "y", sources);
    sql.add(" and y.target_hash = r.identity_hash) d where 1 = 1");
  }

  /** Adds a query for the keys of the resources of a type that resources of a query refer to. */
  void addTargets(SqlText sql, SqlText keys, ResourceType type, List<Source> sources) {
    sql.add("(select r.resource_key from (").add(keys).add(") k ");
    addReferences(sql, sources, type, "k").add(" join resource r");
    sql.add(dialect.useIndex("resource_by_identity")).add(" on r.tenant = ");
    sql.add(tenant.number()).add(" and r.identity_hash = x.target_hash and r.type = ");
    sql.add(type.number()).add(") d where 1 = 1");
  }

  /** Joins the row of a resource, alias r; where the database can, one by one by its key. */
  private SqlText addResource(SqlText sql, ResourceType type, String alias) {
    boolean lateral = dialect.joinsLaterally();
    sql.add(lateral ? "cross join lateral (select r.identity_hash from resource r where" : "join");
    if (!lateral) {
      sql.add(" resource r").add(dialect.useIndex("resource_by_key")).add(" on");
    }
    sql.add(" r.tenant = ").add(tenant.number()).add(" and r.type = ").add(type.number());
    sql.add(" and r.resource_key = ").add(alias).add(".resource_key");
    return sql.add(lateral ? dialect.keepSubquery() + ") r" : "");
  }

  /** Joins the references of a resource, alias x; where the database can, one by one by its key. */
  private SqlText addReferences(
      SqlText sql, List<Source> sources, ResourceType type, String alias) {
    boolean lateral = dialect.joinsLaterally();
    sql.add(
        lateral ? "cross join lateral (select x.target_hash from index_reference x where" : "join");
    if (!lateral) {
      sql.add(" index_reference x").add(dialect.useIndex("index_reference_resource")).add(" on");
    }
    sql.add(" x.resource_key = ").add(alias).add(".resource_key and ");
    ProbeCompiler.addPaths(sql, "x", sources);
    sql.add(" and x.target_type = ").add(type.number());
    return sql.add(lateral ? dialect.keepSubquery() + ") x" : "");
  }
}
