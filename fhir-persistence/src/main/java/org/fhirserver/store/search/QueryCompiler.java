package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.All;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.Identities;
import org.fhirserver.store.search.Expression.Ids;
import org.fhirserver.store.search.Expression.LastUpdated;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Paired;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.tenant.Tenant;

/**
 * Compiles an expression tree into one SQL statement.
 *
 * <p>One condition leads: its index yields the candidates, in the order of their keys where it can;
 * every other condition is then a probe by resource key. Which one leads depends on how many rows
 * each would yield ({@link LegSizes}); where all would yield many and none in order, the resources
 * of the type are walked in order. The shape of the statement depends on the search parameters, not
 * on their values, so that the database prepares it once.
 */
final class QueryCompiler {
  private final Tenant tenant;
  private final ResourceType type;
  private final Dialect dialect;
  private final LegSizes legSizes;
  private final MatchCompiler matches;
  private final ProbeCompiler probes;

  QueryCompiler(Dialect dialect, Tenant tenant, ResourceType type, LegSizes legSizes) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.type = type;
    this.legSizes = legSizes;
    this.matches = new MatchCompiler(dialect, tenant);
    this.probes = new ProbeCompiler(dialect, tenant, type);
  }

  /** A query for the keys of the resources that fulfil the filter, each once. */
  SqlText keys(Expression filter) {
    SqlText sql = new SqlText();
    addKeys(sql, filter, false, Optional.empty());
    return sql;
  }

  /** A query for the keys of the resources that fulfil the filter; some may come several times. */
  SqlText entries(Expression filter) {
    SqlText sql = new SqlText();
    List<Expression> conditions = conditions(filter);
    Optional<Expression> leader = leader(conditions, false);
    leader.ifPresent(conditions::remove);
    addLeader(sql.add("select d.resource_key from "), leader, conditions, false);
    return sql;
  }

  /** A query for the number of resources that fulfil the filter. */
  SqlText count(Expression filter) {
    SqlText sql = new SqlText().add("select count(*) from (");
    addKeys(sql, filter, false, Optional.empty());
    return sql.add(") c");
  }

  /** A query for one page and one row more, to know whether another page follows. */
  SqlText page(ResourceQuery query) {
    return query.sort().isEmpty() ? pageByKey(query) : pageBySort(query);
  }

  private SqlText pageByKey(ResourceQuery query) {
    SqlText sql = new SqlText().add(BODY).add(" from (");
    addKeys(sql, query.filter(), true, query.after().map(PageCursor::resourceKey));
    addLimit(sql.add(" order by d.resource_key"), query.count());
    return addBodies(sql.add(") m ")).add(" order by m.resource_key");
  }

  private static final String BODY =
      "select r.id, r.version, r.last_updated, r.method, r.body, m.resource_key";

  private SqlText addBodies(SqlText sql) {
    sql.add("join resource r on r.tenant = ").add(tenant.number());
    return sql.add(" and r.type = ").add(type.number()).add(" and r.resource_key = m.resource_key");
  }

  private static void addLimit(SqlText sql, int count) {
    sql.add(" fetch first ").add(count + 1L).add(" rows only");
  }

  private SqlText pageBySort(ResourceQuery query) {
    List<SortKey> sort = query.sort();
    SqlText sql = new SqlText().add(BODY);
    for (int i = 0; i < sort.size(); i++) {
      sql.add(", m.s").add(i);
    }
    sql.add(" from (select k.* from (select d.resource_key");
    for (int i = 0; i < sort.size(); i++) {
      SortValue.of(sort.get(i)).addTo(sql.add(", "), tenant.number(), type.number());
      sql.add(" as s").add(i);
    }
    sql.add(" from (");
    addKeys(sql, query.filter(), false, Optional.empty());
    sql.add(") d) k");
    query.after().ifPresent(cursor -> addBehind(sql.add(" where "), sort, cursor, 0));
    addOrder(sql, sort, "k");
    addLimit(sql, query.count());
    addBodies(sql.add(") m "));
    addOrder(sql, sort, "m");
    return sql;
  }

  private static void addOrder(SqlText sql, List<SortKey> sort, String alias) {
    sql.add(" order by ");
    for (int i = 0; i < sort.size(); i++) {
      sql.add(alias).add(".s").add(i);
      sql.add(sort.get(i).descending() ? " desc nulls last, " : " asc nulls last, ");
    }
    sql.add(alias).add(".resource_key");
  }

  /** Adds: the row stands behind the cursor, by the sort keys from that position on. */
  private static void addBehind(SqlText sql, List<SortKey> sort, PageCursor cursor, int position) {
    if (position == sort.size()) {
      sql.add("k.resource_key > ").bind(cursor.resourceKey());
      return;
    }
    String column = "k.s" + position;
    Optional<Object> value = cursor.sortValues().get(position);
    if (value.isEmpty()) {
      sql.add("(").add(column).add(" is null and ");
      addBehind(sql, sort, cursor, position + 1);
      sql.add(")");
      return;
    }
    String operator = sort.get(position).descending() ? " < " : " > ";
    sql.add("(").add(column).add(" is null or ").add(column).add(operator).bind(value.get());
    sql.add(" or (").add(column).add(" = ").bind(value.get()).add(" and ");
    addBehind(sql, sort, cursor, position + 1);
    sql.add("))");
  }

  /**
   * Adds a query for the keys that fulfil the filter, each once, alias d; open for an "order by".
   *
   * @param ordered whether the first keys in order are wanted, not all of them
   * @param after only keys behind this one
   */
  private void addKeys(SqlText sql, Expression filter, boolean ordered, Optional<Long> after) {
    List<Expression> conditions = conditions(filter);
    Optional<Expression> leader = leader(conditions, ordered);
    leader.ifPresent(conditions::remove);
    boolean unique = leader.isEmpty() || isUnique(leader.get());
    sql.add(unique ? "select d.resource_key from " : "select distinct d.resource_key from ");
    addLeader(sql, leader, conditions, ordered);
    after.ifPresent(key -> sql.add(" and d.resource_key > ").bind(key));
  }

  private static List<Expression> conditions(Expression filter) {
    List<Expression> conditions =
        filter instanceof And and ? new ArrayList<>(and.operands()) : new ArrayList<>();
    if (!(filter instanceof And) && !(filter instanceof All)) {
      conditions.add(filter);
    }
    return conditions;
  }

  private void addLeader(
      SqlText sql, Optional<Expression> leader, List<Expression> others, boolean ordered) {
    if (leader.isEmpty()) {
      addResources(sql);
    } else if (leader.get() instanceof Match match) {
      sql.add(MatchCompiler.tableOf(match.parameter().type()).tableName()).add(" d where ");
      matches.addConditions(sql, "d", match);
    } else if (leader.get() instanceof Paired paired) {
      probes.addPaired(sql, paired, "d");
    } else if (isColumnTest(leader.get())) {
      addResources(sql);
      ProbeCompiler.addColumnTest(sql.add(" and "), "d", leader.get());
    } else if (leader.get() instanceof Chained chained) {
      SqlText keys = of(chained.target()).entries(chained.filter());
      new ChainSql(dialect, tenant).addSources(sql, keys, chained.target(), chained.sources());
    } else if (leader.get() instanceof Referred referred) {
      SqlText keys = of(referred.reference().base()).entries(referred.filter());
      new ChainSql(dialect, tenant).addTargets(sql, keys, type, referred.sources());
    } else {
      addUnion(sql, (Or) leader.get());
    }
    for (Expression other : others) {
      probes.add(sql.add(" and "), "d", other, ordered);
    }
  }

  private QueryCompiler of(ResourceType other) {
    return new QueryCompiler(dialect, tenant, other, legSizes);
  }

  private void addResources(SqlText sql) {
    sql.add("resource d where d.tenant = ").add(tenant.number());
    sql.add(" and d.type = ").add(type.number());
  }

  private void addUnion(SqlText sql, Or or) {
    String separator = "(";
    for (Expression operand : or.operands()) {
      addKeys(sql.add(separator), operand, false, Optional.empty());
      separator = " union ";
    }
    sql.add(") d where 1 = 1");
  }

  private static boolean isUnique(Expression leader) {
    if (leader instanceof Match match) {
      return MatchCompiler.isUnique(match);
    }
    return isColumnTest(leader);
  }

  private static boolean isColumnTest(Expression condition) {
    return condition instanceof Ids
        || condition instanceof LastUpdated
        || condition instanceof Identities;
  }

  /** The condition that yields the candidates; empty if the type itself is to be walked. */
  private Optional<Expression> leader(List<Expression> conditions, boolean ordered) {
    List<Expression> candidates =
        conditions.stream().filter(condition -> canLead(condition, ordered)).toList();
    if (candidates.size() == 1 && isUnique(candidates.get(0))) {
      return Optional.of(candidates.get(0));
    }
    Optional<Expression> ids = candidates.stream().filter(Ids.class::isInstance).findFirst();
    if (ids.isPresent() || candidates.isEmpty()) {
      return ids;
    }
    record Sized(Expression leader, long size) {}
    Sized best =
        candidates.stream()
            .map(candidate -> new Sized(candidate, size(candidate)))
            .min(
                Comparator.comparingLong(Sized::size)
                    .thenComparing(sized -> !isUnique(sized.leader())))
            .orElseThrow();
    if (ordered && best.size() >= LegSizes.MANY && !isUnique(best.leader())) {
      return Optional.empty();
    }
    return Optional.of(best.leader());
  }

  private long size(Expression candidate) {
    if (candidate instanceof Identities identities) {
      return identities.hashes().size();
    }
    if (candidate instanceof Chained || candidate instanceof Referred) {
      return LegSizes.MANY;
    }
    SqlText sql = new SqlText().add("select d.resource_key from ");
    addLeader(sql, Optional.of(candidate), List.of(), false);
    return legSizes.atMost(sql);
  }

  private static boolean canLead(Expression condition, boolean ordered) {
    if (condition instanceof Or or) {
      return or.operands().stream()
          .allMatch(
              operand ->
                  operand instanceof And and
                      ? and.operands().stream().anyMatch(each -> canLead(each, ordered))
                      : canLead(operand, ordered));
    }
    if (condition instanceof Chained || condition instanceof Referred) {
      return !ordered;
    }
    return condition instanceof Match || condition instanceof Paired || isColumnTest(condition);
  }
}
