package org.fhirserver.store.search;

import java.util.List;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.All;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.FullText;
import org.fhirserver.store.search.Expression.Ids;
import org.fhirserver.store.search.Expression.LastUpdated;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.search.Expression.Not;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Paired;
import org.fhirserver.store.tenant.Tenant;

/** Compiles conditions on one resource of which the key is known. */
final class ProbeCompiler {
  private final Dialect dialect;
  private final Tenant tenant;
  private final ResourceType type;
  private final MatchCompiler matches;
  private int aliases;

  ProbeCompiler(Dialect dialect, Tenant tenant, ResourceType type) {
    this.dialect = dialect;
    this.tenant = tenant;
    this.type = type;
    this.matches = new MatchCompiler(dialect, tenant);
  }

  /** Adds a first row of that alias and, for the other matches, rows of the same element. */
  void addPaired(SqlText sql, Paired paired, String alias) {
    Match first = paired.matches().get(0);
    sql.add(MatchCompiler.tableOf(first.parameter().type()).tableName());
    sql.add(" ").add(alias).add(" where ");
    matches.addConditions(sql, alias, first);
    for (Match other : paired.matches().subList(1, paired.matches().size())) {
      String inner = nextAlias();
      sql.add(" and exists (select 1 from ");
      sql.add(MatchCompiler.tableOf(other.parameter().type()).tableName()).add(" ").add(inner);
      sql.add(" where ").add(inner).add(".resource_key = ").add(alias).add(".resource_key and ");
      if (other.sources().get(0).path().numbersElements()) {
        sql.add(inner).add(".element = ").add(alias).add(".element and ");
      }
      matches.addConditions(sql, inner, other);
      sql.add(dialect.keepSubquery()).add(")");
    }
  }

  /** Adds a condition on the resource whose key stands in that alias. */
  void add(SqlText sql, String alias, Expression probe, boolean ordered) {
    String keep = ordered ? dialect.keepSubquery() : "";
    if (probe instanceof All) {
      sql.add("1 = 1");
    } else if (probe instanceof None) {
      sql.add("1 = 0");
    } else if (probe instanceof Not not) {
      sql.add("not (");
      add(sql, alias, not.operand(), true);
      sql.add(")");
    } else if (probe instanceof And and) {
      addAll(sql, alias, and.operands(), " and ", ordered);
    } else if (probe instanceof Or or) {
      addAll(sql, alias, or.operands(), " or ", true);
    } else if (probe instanceof Match match) {
      String inner = nextAlias();
      sql.add("exists (select 1 from ");
      sql.add(MatchCompiler.tableOf(match.parameter().type()).tableName()).add(" ").add(inner);
      sql.add(" where ").add(inner).add(".resource_key = ").add(alias).add(".resource_key and ");
      matches.addConditions(sql, inner, match);
      sql.add(keep).add(")");
    } else if (probe instanceof Paired paired) {
      String inner = nextAlias();
      sql.add("exists (select 1 from ");
      addPaired(sql, paired, inner);
      sql.add(" and ").add(inner).add(".resource_key = ").add(alias).add(".resource_key");
      sql.add(keep).add(")");
    } else if (probe instanceof FullText text) {
      String inner = nextAlias();
      sql.add("exists (select 1 from ").add(IndexTable.TEXT.tableName()).add(" ").add(inner);
      sql.add(" where ").add(inner).add(".resource_key = ").add(alias).add(".resource_key and ");
      FullTextConditions.add(sql, inner, tenant, text);
      sql.add(keep).add(")");
    } else {
      String inner = nextAlias();
      sql.add("exists (select 1 from resource ").add(inner).add(" where ").add(inner);
      sql.add(".tenant = ").add(tenant.number()).add(" and ").add(inner).add(".type = ");
      sql.add(type.number()).add(" and ").add(inner).add(".resource_key = ").add(alias);
      addColumnTest(sql.add(".resource_key and "), inner, probe);
      sql.add(keep).add(")");
    }
  }

  private void addAll(
      SqlText sql, String alias, List<Expression> probes, String separator, boolean ordered) {
    String next = "(";
    for (Expression probe : probes) {
      add(sql.add(next), alias, probe, ordered);
      next = separator;
    }
    sql.add(")");
  }

  /** Adds a test of a column of table resource. */
  static void addColumnTest(SqlText sql, String alias, Expression test) {
    if (test instanceof Ids ids) {
      sql.add(alias).add(".id in ").bindList(ids.ids());
    } else {
      LastUpdatedConditions.add(sql, alias, ((LastUpdated) test).test());
    }
  }

  private String nextAlias() {
    return "p" + aliases++;
  }
}
