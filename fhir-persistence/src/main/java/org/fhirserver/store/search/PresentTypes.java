package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.tenant.Tenant;

/**
 * Finds out, by an index entry each, which of many types a search can find anything in: those that
 * have resources, or where they must refer to something, those that have such references.
 */
final class PresentTypes {
  /** Fewer are asked without looking first. */
  private static final int FEW = 3;

  private final Connection connection;
  private final Dialect dialect;
  private final Tenant tenant;

  PresentTypes(Connection connection, Dialect dialect, Tenant tenant) {
    this.connection = connection;
    this.dialect = dialect;
    this.tenant = tenant;
  }

  /** The types in which something may be found, with conditions that look no further. */
  List<TypeQuery> of(List<TypeQuery> types) throws SQLException {
    List<TypeQuery> possible =
        types.stream().filter(query -> !(query.filter() instanceof Expression.None)).toList();
    if (possible.size() < FEW) {
      return possible;
    }
    Set<Integer> paths = new LinkedHashSet<>();
    Set<Long> targets = new LinkedHashSet<>();
    List<TypeQuery> others = new ArrayList<>();
    for (TypeQuery query : possible) {
      Optional<Match> reference = reference(query.filter());
      reference.ifPresent(match -> addTo(paths, targets, match));
      if (reference.isEmpty()) {
        others.add(query);
      }
    }
    Set<Integer> presentPaths =
        paths.isEmpty() ? Set.of() : numbers(paths(dialect, tenant, paths, List.copyOf(targets)));
    Set<Integer> presentTypes =
        others.size() < FEW
            ? numbersOf(others)
            : numbers(types(others.stream().map(TypeQuery::type).toList()));
    return possible.stream()
        .flatMap(query -> present(query, presentPaths, presentTypes).stream())
        .toList();
  }

  private static Optional<TypeQuery> present(
      TypeQuery query, Set<Integer> presentPaths, Set<Integer> presentTypes) {
    Optional<Match> reference = reference(query.filter());
    if (reference.isEmpty()) {
      return Optional.of(query).filter(known -> presentTypes.contains((int) known.type().number()));
    }
    List<Source> sources =
        reference.get().sources().stream()
            .filter(source -> presentPaths.contains(source.path().id()))
            .toList();
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(query.withFilter(narrowed(query.filter(), reference.get(), sources)));
  }

  private static Expression narrowed(Expression filter, Match reference, List<Source> sources) {
    Expression narrow = new Match(reference.parameter(), sources, reference.anyOf());
    return filter instanceof And and
        ? new And(
            and.operands().stream()
                .map(operand -> operand.equals(reference) ? narrow : operand)
                .toList())
        : narrow;
  }

  /** A condition that demands references to certain resources. */
  private static Optional<Match> reference(Expression filter) {
    List<Expression> conditions = filter instanceof And and ? and.operands() : List.of(filter);
    return conditions.stream()
        .filter(condition -> condition instanceof Match match && isReference(match))
        .map(Match.class::cast)
        .findFirst();
  }

  private static boolean isReference(Match match) {
    return !match.anyOf().isEmpty()
        && match.anyOf().stream().allMatch(ValueTest.Reference.class::isInstance);
  }

  private static void addTo(Set<Integer> paths, Set<Long> targets, Match match) {
    match.sources().forEach(source -> paths.add(source.path().id()));
    for (ValueTest test : match.anyOf()) {
      ValueTest.Reference reference = (ValueTest.Reference) test;
      for (ResourceType type : reference.types()) {
        targets.add(Hash64.of(new ResourceKey(type, reference.id())));
      }
    }
  }

  /** A query for those of the paths that point to one of the targets from anywhere. */
  static SqlText paths(
      Dialect dialect, Tenant tenant, Collection<Integer> paths, List<Long> targets) {
    SqlText sql = values(paths).add("index_reference d");
    sql.add(dialect.useIndex("index_reference_search")).add(" where d.tenant = ");
    sql.add(tenant.number());
    sql.add(" and d.path = p.number and d.target_hash in ").bindList(targets);
    return addEnd(sql, dialect);
  }

  /** A query for those of the types that have resources. */
  private SqlText types(Collection<ResourceType> types) {
    SqlText sql = values(types.stream().map(type -> (int) type.number()).toList());
    sql.add("resource d").add(dialect.useIndex("resource_by_key")).add(" where d.tenant = ");
    sql.add(tenant.number()).add(" and d.type = p.number");
    return addEnd(sql, dialect);
  }

  private static SqlText values(Collection<Integer> numbers) {
    return new SqlText()
        .purpose("types that are there")
        .add("select p.number from (values ")
        .add(numbers.stream().map(number -> "(" + number + ")").collect(Collectors.joining(", ")))
        .add(") as p(number) where exists (select 1 from ");
  }

  /** The order makes a planner that takes no hint use the index also for many entries. */
  private static SqlText addEnd(SqlText sql, Dialect dialect) {
    String keep = dialect.keepSubquery();
    return sql.add(keep.isEmpty() ? ")" : " order by d.resource_key" + keep + ")");
  }

  private static Set<Integer> numbersOf(List<TypeQuery> types) {
    return types.stream().map(query -> (int) query.type().number()).collect(Collectors.toSet());
  }

  private Set<Integer> numbers(SqlText sql) throws SQLException {
    Set<Integer> numbers = new HashSet<>();
    try (var statement = Statements.prepare(connection, sql);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        numbers.add(found.getInt(1));
      }
    }
    return numbers;
  }
}
