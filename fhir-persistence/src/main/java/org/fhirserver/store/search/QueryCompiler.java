package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.All;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.FullText;
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
    this.matches = new MatchCompiler(dialect, tenant, false);
    this.probes = new ProbeCompiler(dialect, tenant, type);
  }

  /** A query for the keys of the resources that fulfil the filter, each once. */
  SqlText keys(Expression filter) {
    SqlText sql = new SqlText();
    addKeys(sql, filter);
    return sql;
  }

  /**
   * A query for the keys of the resources that fulfil the filter, as they are found; some may come
   * several times.
   */
  SqlText entries(Expression filter) {
    SqlText sql = new SqlText();
    List<Expression> conditions = conditions(filter);
    Optional<Expression> leader = leader(conditions, false);
    leader.ifPresent(conditions::remove);
    addLeader(sql.add("select d.resource_key from "), leader, conditions, false, false);
    return sql;
  }

  /** A query for the number of resources that fulfil the filter. */
  SqlText count(Expression filter) {
    SqlText sql = new SqlText().add("select count(*) from (");
    addKeys(sql, filter);
    return sql.add(") c");
  }

  /** Adds a query for the keys of the resources that fulfil the filter, each once. */
  void addKeys(SqlText sql, Expression filter) {
    List<Expression> conditions = conditions(filter);
    Optional<Expression> leader = leader(conditions, false);
    leader.ifPresent(conditions::remove);
    addDistinct(sql, leader, conditions, false);
  }

  /** Adds a query for the first keys of the resources that fulfil the filter, each once. */
  void addFirstKeys(SqlText sql, Expression filter, KeyRange range) {
    List<Expression> conditions = conditions(filter);
    Optional<Expression> leader = leader(conditions, true);
    leader.ifPresent(conditions::remove);
    List<Expression> parts = leader.map(OrderedParts::of).orElse(List.of());
    if (parts.size() < 2) {
      addDistinct(sql, leader, conditions, true);
      range.addTo(sql, "d");
      return;
    }
    sql.add("select d.resource_key from (");
    for (int i = 0; i < parts.size(); i++) {
      sql.add(i == 0 ? "select u" : " union select u").add(i).add(".resource_key from (");
      addDistinct(sql, Optional.of(parts.get(i)), conditions, true);
      range.addTo(sql, "d");
      sql.add(") u").add(i);
    }
    range.addOrder(sql.add(") d"), "d");
  }

  /**
   * Adds the resources that fulfil the filter, alias d, each once, from "from" on and open for
   * conditions and an order by columns of table resource.
   *
   * @param useIndex what makes the planner use the index that has this order; may be empty
   */
  void addWalk(SqlText sql, Expression filter, String useIndex) {
    sql.add("resource d").add(useIndex);
    addType(sql);
    addOthers(sql, conditions(filter), true, true);
  }

  /**
   * Whether none of the conditions yields few resources, so that an order is better walked than
   * computed.
   *
   * @param walksTime whether the order is that of the last updates, which conditions on them narrow
   */
  boolean isUnselective(Expression filter, boolean walksTime) {
    return conditions(filter).stream()
        .filter(condition -> canLead(condition, true))
        .filter(condition -> !(walksTime && condition instanceof LastUpdated))
        .allMatch(condition -> size(condition) >= LegSizes.MANY);
  }

  private static List<Expression> conditions(Expression filter) {
    if (filter instanceof And and) {
      return new ArrayList<>(and.operands());
    }
    return filter instanceof All ? new ArrayList<>() : new ArrayList<>(List.of(filter));
  }

  private void addDistinct(
      SqlText sql, Optional<Expression> leader, List<Expression> others, boolean ordered) {
    boolean unique = leader.isEmpty() || isUnique(leader.get());
    sql.add(unique ? "select d.resource_key from " : "select distinct d.resource_key from ");
    addLeader(sql, leader, others, ordered, true);
  }

  /**
   * Adds the candidates, alias d, and the conditions on them.
   *
   * @param once whether each resource along a chain that leads is looked at once, however many ways
   *     lead to it; without it the first candidates are there before the last link is followed
   */
  private void addLeader(
      SqlText sql,
      Optional<Expression> leader,
      List<Expression> others,
      boolean ordered,
      boolean once) {
    if (leader.isEmpty()) {
      addResources(sql);
    } else if (leader.get() instanceof Match match && isEnteredByPath(match)) {
      addUnion(sql, OrderedParts.byPath(match));
    } else if (leader.get() instanceof Match match) {
      matches.addTable(sql, "d", match);
      matches.addConditions(sql.add(" where "), "d", match);
    } else if (leader.get() instanceof Paired paired) {
      probes.addPaired(sql, paired, "d");
    } else if (leader.get() instanceof FullText text) {
      sql.add(IndexTable.TEXT.tableName()).add(" d where ");
      FullTextConditions.add(sql, "d", tenant, text);
    } else if (isColumnTest(leader.get())) {
      addResources(sql);
      probes.addColumnTest(sql.add(" and "), "d", leader.get(), false);
    } else if (leader.get() instanceof Chained chained) {
      SqlText keys = otherEnd(chained.target(), chained.filter(), once);
      new ChainSql(dialect, tenant).addSources(sql, keys, chained.target(), chained.sources());
    } else if (leader.get() instanceof Referred referred) {
      SqlText keys = otherEnd(referred.reference().base(), referred.filter(), once);
      new ChainSql(dialect, tenant).addTargets(sql, keys, type, referred.sources(), once);
    } else {
      addUnion(sql, ((Or) leader.get()).operands());
    }
    addOthers(sql, others, ordered, leader.map(QueryCompiler::isColumnTest).orElse(true));
  }

  /** Adds the other conditions; those on columns of table resource to its row, if d is one. */
  private void addOthers(
      SqlText sql, List<Expression> others, boolean ordered, boolean walksResources) {
    for (Expression other : others) {
      sql.add(" and ");
      if (walksResources && isColumnTest(other)) {
        probes.addColumnTest(sql, "d", other, true);
      } else {
        probes.add(sql, "d", other, ordered);
      }
    }
  }

  private SqlText otherEnd(ResourceType other, Expression filter, boolean once) {
    QueryCompiler compiler = new QueryCompiler(dialect, tenant, other, legSizes);
    return once ? compiler.keys(filter) : compiler.entries(filter);
  }

  private void addResources(SqlText sql) {
    addType(sql.add("resource d"));
  }

  private void addType(SqlText sql) {
    sql.add(" where d.tenant = ").add(tenant.number()).add(" and d.type = ").add(type.number());
  }

  private boolean isEnteredByPath(Match match) {
    return !dialect.entersIndexByList()
        && match.sources().stream().map(SearchParameter.Source::path).distinct().count() > 1;
  }

  private void addUnion(SqlText sql, List<Expression> operands) {
    String separator = "(";
    for (Expression operand : operands) {
      addKeys(sql.add(separator), operand);
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
    if (candidates.size() == 1 && comesInOrder(candidates.get(0), ordered)) {
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
    if (ordered && best.size() >= LegSizes.MANY && !comesInOrder(best.leader(), true)) {
      return Optional.empty();
    }
    return Optional.of(best.leader());
  }

  private static boolean comesInOrder(Expression leader, boolean ordered) {
    return isUnique(leader) || ordered && !OrderedParts.of(leader).isEmpty();
  }

  private long size(Expression candidate) {
    if (candidate instanceof Identities identities) {
      return identities.hashes().size();
    }
    if (candidate instanceof Chained || candidate instanceof Referred) {
      return LegSizes.MANY;
    }
    SqlText sql = new SqlText().add("select d.resource_key from ");
    addLeader(sql, Optional.of(candidate), List.of(), false, false);
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
    return condition instanceof Match
        || condition instanceof Paired
        || condition instanceof FullText
        || isColumnTest(condition);
  }
}
