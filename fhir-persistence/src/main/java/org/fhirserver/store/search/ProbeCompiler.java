package org.fhirserver.store.search;

import java.util.List;
import java.util.stream.Collectors;
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
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.search.Expression.Not;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Paired;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.search.SearchParameter.Source;
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
    this.matches = new MatchCompiler(dialect, tenant, true);
  }

  /**
   * The resource that a condition is about.
   *
   * @param alias the alias of a row with its key
   * @param isRow whether that is its row in table resource
   */
  private record Subject(String alias, ResourceType type, boolean isRow) {}

  /** Adds a first row of that alias and, for the other matches, rows of the same element. */
  void addPaired(SqlText sql, Paired paired, String alias) {
    matches.addTable(sql, alias, paired.matches().get(0));
    addPairedConditions(sql.add(" where "), paired, alias);
  }

  private void addPairedConditions(SqlText sql, Paired paired, String alias) {
    Match first = paired.matches().get(0);
    matches.addConditions(sql, alias, first);
    for (Match other : paired.matches().subList(1, paired.matches().size())) {
      String inner = nextAlias();
      addTable(sql.add(" and exists (select 1 from "), MatchCompiler.tableOf(other.kind()), inner);
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
    add(sql, new Subject(alias, type, false), probe, ordered);
  }

  private void add(SqlText sql, Subject subject, Expression probe, boolean ordered) {
    String keep = ordered ? dialect.keepSubquery() : "";
    if (probe instanceof All) {
      sql.add("1 = 1");
    } else if (probe instanceof None) {
      sql.add("1 = 0");
    } else if (probe instanceof Not not) {
      sql.add("not (");
      add(sql, subject, not.operand(), true);
      sql.add(")");
    } else if (probe instanceof And and) {
      addAll(sql, subject, and.operands(), " and ", ordered);
    } else if (probe instanceof Or or) {
      addAll(sql, subject, or.operands(), " or ", true);
    } else if (probe instanceof Match match) {
      String inner = nextAlias();
      addEntry(sql, MatchCompiler.tableOf(match.kind()), inner, subject);
      matches.addConditions(sql.add(" and "), inner, match);
      sql.add(keep).add(")");
    } else if (probe instanceof Paired paired) {
      String inner = nextAlias();
      addEntry(sql, MatchCompiler.tableOf(paired.matches().get(0).kind()), inner, subject);
      addPairedConditions(sql.add(" and "), paired, inner);
      sql.add(keep).add(")");
    } else if (probe instanceof FullText text) {
      String inner = nextAlias();
      addEntry(sql, IndexTable.TEXT, inner, subject);
      FullTextConditions.add(sql.add(" and "), inner, tenant, text);
      sql.add(keep).add(")");
    } else if (probe instanceof Chained chained) {
      addChained(sql, subject, chained);
    } else if (probe instanceof Referred referred) {
      addReferred(sql, subject, referred);
    } else if (subject.isRow()) {
      addColumnTest(sql, subject.alias(), probe, true);
    } else {
      String inner = nextAlias();
      addRow(sql.add("exists (select 1 from "), subject, inner);
      addColumnTest(sql.add(" and "), inner, probe, true);
      sql.add(keep).add(")");
    }
  }

  private void addAll(
      SqlText sql, Subject subject, List<Expression> probes, String separator, boolean ordered) {
    String next = "(";
    for (Expression probe : probes) {
      add(sql.add(next), subject, probe, ordered);
      next = separator;
    }
    sql.add(")");
  }

  /** Adds the beginning of: the subject has an entry, of that alias, in an index table. */
  private void addEntry(SqlText sql, IndexTable table, String alias, Subject subject) {
    addTable(sql.add("exists (select 1 from "), table, alias);
    sql.add(" where ").add(alias).add(".resource_key = ").add(subject.alias()).add(".resource_key");
  }

  /** Adds an index table of which the entries of one resource are looked at. */
  private void addTable(SqlText sql, IndexTable table, String alias) {
    sql.add(table.tableName()).add(" ").add(alias);
    sql.add(dialect.useIndex(table.resourceIndex()));
  }

  /**
   * Adds the row of the subject in table resource under a new alias, its key being the last one.
   */
  private void addRow(SqlText sql, Subject subject, String alias) {
    sql.add("resource ").add(alias).add(dialect.useIndex("resource_by_key"));
    sql.add(" where ").add(alias).add(".tenant = ");
    sql.add(tenant.number()).add(" and ").add(alias).add(".type = ");
    sql.add(subject.type().number()).add(" and ").add(alias).add(".resource_key = ");
    sql.add(subject.alias()).add(".resource_key");
  }

  /** Adds: a reference of the subject leads to a resource that fulfils the filter. */
  private void addChained(SqlText sql, Subject subject, Chained chained) {
    String reference = nextAlias();
    String target = nextAlias();
    addTable(sql.add("exists (select 1 from "), IndexTable.REFERENCE, reference);
    sql.add(" join resource ").add(target);
    sql.add(dialect.useIndex("resource_by_identity")).add(" on ").add(target).add(".tenant = ");
    sql.add(tenant.number()).add(" and ").add(target).add(".identity_hash = ").add(reference);
    ChainSql.addTypeOfFew(sql.add(".target_hash and "), target, chained.target());
    sql.add(" where ").add(reference).add(".resource_key = ").add(subject.alias());
    addPaths(sql.add(".resource_key and "), reference, chained.sources());
    add(sql.add(" and "), new Subject(target, chained.target(), true), chained.filter(), true);
    sql.add(dialect.keepSubquery()).add(")");
  }

  /** Adds: a resource that fulfils the filter refers to the subject. */
  private void addReferred(SqlText sql, Subject subject, Referred referred) {
    String self = subject.isRow() ? subject.alias() : nextAlias();
    if (!subject.isRow()) {
      addRow(sql.add("exists (select 1 from "), subject, self);
      sql.add(" and ");
    }
    String reference = nextAlias();
    sql.add("exists (select 1 from index_reference ").add(reference);
    sql.add(dialect.useIndex("index_reference_search"));
    sql.add(" where ").add(reference).add(".tenant = ").add(tenant.number()).add(" and ");
    addPaths(sql, reference, referred.sources());
    sql.add(" and ").add(reference).add(".target_hash = ").add(self).add(".identity_hash and ");
    Subject other = new Subject(reference, referred.reference().base(), false);
    add(sql, other, referred.filter(), true);
    sql.add(dialect.keepSubquery()).add(")");
    if (!subject.isRow()) {
      sql.add(dialect.keepSubquery()).add(")");
    }
  }

  /** Adds: the row of index_reference stands at one of the sources. */
  static void addPaths(SqlText sql, String alias, List<Source> sources) {
    sql.add(alias).add(".path in ");
    sql.add(
        sources.stream()
            .map(source -> String.valueOf(source.path().id()))
            .distinct()
            .collect(Collectors.joining(", ", "(", ")")));
  }

  /**
   * Adds a test of a column of table resource.
   *
   * @param isFilter whether the row is found otherwise
   */
  void addColumnTest(SqlText sql, String alias, Expression test, boolean isFilter) {
    if (test instanceof Ids ids) {
      sql.add(alias).add(".id in ").bindList(ids.ids());
    } else if (test instanceof Identities identities) {
      HashList.add(sql, dialect, alias + ".identity_hash", identities.hashes(), isFilter);
    } else {
      LastUpdatedConditions.add(sql, alias, ((LastUpdated) test).test());
    }
  }

  private String nextAlias() {
    return "p" + aliases++;
  }
}
