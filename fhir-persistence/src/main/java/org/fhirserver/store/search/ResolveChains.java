package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.search.Expression.Not;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.tenant.Tenant;

/**
 * Rewrite: a chain with few resources at its other end becomes a plain condition on references to
 * these, and a reverse chain a condition on identities. They are looked up from the inside out.
 * Longer ones stay as they are (docs/adr/0016-chains.md).
 */
final class ResolveChains {
  /** More resources than these are not listed. */
  static final int MOST_RESOURCES = 1_000;

  /** More index entries than these are not read to find them. */
  static final int MOST_ENTRIES = 10_000;

  private final ChainSql sql;
  private final Connection connection;
  private final Function<ResourceType, QueryCompiler> compilers;

  /**
   * A rewrite for one request.
   *
   * @param compilers what compiles conditions on resources of a type
   */
  ResolveChains(
      Dialect dialect,
      Tenant tenant,
      Connection connection,
      Function<ResourceType, QueryCompiler> compilers) {
    this.sql = new ChainSql(dialect, tenant);
    this.connection = connection;
    this.compilers = compilers;
  }

  /**
   * The same search with such chains resolved.
   *
   * @param type the type of the resources that the expression is about
   */
  Expression apply(Expression expression, ResourceType type) throws SQLException {
    if (expression instanceof And and) {
      return Expression.and(applyAll(and.operands(), type));
    }
    if (expression instanceof Or or) {
      return Expression.or(applyAll(or.operands(), type));
    }
    if (expression instanceof Not not) {
      return new Not(apply(not.operand(), type));
    }
    if (expression instanceof Chained chained) {
      return chain(chained);
    }
    if (expression instanceof Referred referred) {
      return reverseChain(referred, type);
    }
    return expression;
  }

  private List<Expression> applyAll(List<Expression> operands, ResourceType type)
      throws SQLException {
    List<Expression> applied = new ArrayList<>(operands.size());
    for (Expression operand : operands) {
      applied.add(apply(operand, type));
    }
    return applied;
  }

  private Expression chain(Chained chained) throws SQLException {
    ResourceType target = chained.target();
    Expression filter = apply(chained.filter(), target);
    if (filter instanceof None) {
      return filter;
    }
    SqlText keys = compilers.apply(target).entries(filter);
    Optional<List<Long>> found = read(sql.identities(target, keys, MOST_ENTRIES));
    if (found.isEmpty()) {
      return new Chained(chained.reference(), chained.sources(), target, filter);
    }
    return found.get().isEmpty()
        ? new None()
        : new Match(
            chained.reference(), chained.sources(), List.of(new ValueTest.Targets(found.get())));
  }

  private Expression reverseChain(Referred referred, ResourceType type) throws SQLException {
    ResourceType base = referred.reference().base();
    Expression filter = apply(referred.filter(), base);
    if (filter instanceof None) {
      return filter;
    }
    SqlText keys = compilers.apply(base).entries(filter);
    Optional<List<Long>> found = read(sql.targets(keys, referred.sources(), type, MOST_ENTRIES));
    if (found.isEmpty()) {
      return new Referred(referred.reference(), referred.sources(), filter);
    }
    return found.get().isEmpty() ? new None() : new Expression.Identities(found.get());
  }

  /** The hashes that a query finds; empty if there may be more of them than can be listed. */
  private Optional<List<Long>> read(SqlText query) throws SQLException {
    List<Long> hashes = new ArrayList<>();
    long entries = 0;
    try (var statement = Statements.prepare(connection, query.purpose("chain"));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        hashes.add(rows.getLong(1));
        entries += rows.getLong(2);
      }
    }
    return entries >= MOST_ENTRIES || hashes.size() > MOST_RESOURCES
        ? Optional.empty()
        : Optional.of(hashes);
  }
}
