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
    addFrom(sql.add("select r.identity_hash"), keys);
    sql.add(" fetch first ").add(limit).add(" rows only) k ");
    return addResource(sql, type).add(") h group by h.identity_hash");
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
    addFrom(sql.add("select x.target_hash"), keys);
    sql.add(" fetch first ").add(limit).add(" rows only) k ");
    addReferences(sql, sources, type).add(" fetch first ").add(limit);
    return sql.add(" rows only) h group by h.target_hash");
  }

  /**
   * Adds a query for the keys of what refers to the resources of a type with keys of a query; some
   * come several times, the more often the more often a key comes.
   */
  void addSources(SqlText sql, SqlText keys, ResourceType type, List<Source> sources) {
    addFrom(sql.add("(select y.resource_key"), keys).add(") k ");
    addResource(sql, type).add(" ");
    SqlText conditions = new SqlText().add("y.tenant = ").add(tenant.number()).add(" and ");
    ProbeCompiler.addPaths(conditions, "y", sources);
    conditions.add(" and y.target_hash = r.identity_hash");
    addLookUp(sql, "index_reference", "y", "index_reference_search", "resource_key", conditions);
    sql.add(") d where 1 = 1");
  }

  /**
   * Adds a query for the keys of the resources of a type that resources of a query refer to.
   *
   * @param once whether each key comes once; it is then known only when all references were read
   */
  void addTargets(
      SqlText sql, SqlText keys, ResourceType type, List<Source> sources, boolean once) {
    SqlText hashes = new SqlText();
    addFrom(hashes.add(once ? "select distinct x.target_hash" : "select x.target_hash"), keys);
    addReferences(hashes.add(") k "), sources, type);
    addFrom(sql.add("(select r.resource_key"), hashes).add(") x ");
    SqlText conditions = new SqlText().add("r.tenant = ").add(tenant.number());
    conditions.add(" and r.identity_hash = x.target_hash and ");
    addTypeOfFew(conditions, "r", type);
    addLookUp(sql, "resource", "r", "resource_by_identity", "resource_key", conditions);
    sql.add(") d where 1 = 1");
  }

  /**
   * Adds: a resource of few that are found otherwise has that type. No index of the type's
   * resources is read for it, even by a planner that takes the table for empty.
   */
  static void addTypeOfFew(SqlText sql, String alias, ResourceType type) {
    sql.add(alias).add(".type + 0 = ").add(type.number());
  }

  /** Joins the row of the resource with the key in k, alias r. */
  private SqlText addResource(SqlText sql, ResourceType type) {
    SqlText conditions = new SqlText().add("r.tenant = ").add(tenant.number());
    conditions.add(" and r.type = ").add(type.number());
    conditions.add(" and r.resource_key = k.resource_key");
    return addLookUp(sql, "resource", "r", "resource_by_key", "identity_hash", conditions);
  }

  /** Joins the references of the resource with the key in k, alias x. */
  private SqlText addReferences(SqlText sql, List<Source> sources, ResourceType type) {
    SqlText conditions = new SqlText().add("x.resource_key = k.resource_key");
    ProbeCompiler.addPaths(conditions.add(" and "), "x", sources);
    conditions.add(" and x.target_type = ").add(type.number());
    return addLookUp(
        sql, "index_reference", "x", "index_reference_resource", "target_hash", conditions);
  }

  /**
   * Adds the beginning of a table of what a query finds, to which others are joined by look-ups. A
   * planner that is free in their order tries all there are, and these are too many where chains
   * are long.
   */
  private SqlText addFrom(SqlText sql, SqlText query) {
    return sql.add(" from ").add(dialect.joinAsWritten()).add("(").add(query);
  }

  /**
   * Joins a table, each of whose rows is looked up for each row before it: a planner that knows
   * nothing yet of what has just been stored would read it from end to end each time.
   *
   * @param alias what the conditions call the table
   * @param column the column that is asked for
   */
  private SqlText addLookUp(
      SqlText sql, String table, String alias, String index, String column, SqlText conditions) {
    if (!dialect.joinsLaterally()) {
      sql.add("join ").add(table).add(" ").add(alias).add(dialect.useIndex(index));
      return sql.add(" on ").add(conditions);
    }
    sql.add("cross join lateral (select ").add(alias).add(".").add(column).add(" from ");
    sql.add(table).add(" ").add(alias).add(" where ").add(conditions);
    return sql.add(dialect.keepSubquery()).add(") ").add(alias);
  }
}
