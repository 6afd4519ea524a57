package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.Tracing;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.tenant.Tenant;

/** Makes the queries of a search ready to be compiled, and compiles them. */
final class TypeQueries {
  private final Connection connection;
  private final Dialect dialect;
  private final Tenant tenant;
  private final LegSizes legSizes;
  private final UnaryOperator<Expression> conversion;
  private final Tracing tracing;

  /**
   * Queries on one connection.
   *
   * @param conversion the rewrite that converts units
   */
  TypeQueries(
      Connection connection,
      Dialect dialect,
      Tenant tenant,
      LegSizes legSizes,
      UnaryOperator<Expression> conversion,
      Tracing tracing) {
    this.connection = connection;
    this.dialect = dialect;
    this.tenant = tenant;
    this.legSizes = legSizes;
    this.conversion = conversion;
    this.tracing = tracing;
  }

  /** Those in which something may be found. */
  List<TypeQuery> present(List<TypeQuery> types) throws SQLException {
    return new PresentTypes(connection, dialect, tenant).of(types);
  }

  /** The same as they are compiled; without those that can find nothing. */
  List<TypeQuery> rewritten(List<TypeQuery> types) throws SQLException {
    List<TypeQuery> rewritten = new ArrayList<>(types.size());
    for (TypeQuery query : types) {
      Expression filter = rewritten(query.filter(), query.type());
      if (!(filter instanceof None)) {
        rewritten.add(query.withFilter(filter));
      }
    }
    return rewritten;
  }

  /** A filter as it is compiled. */
  Expression rewritten(Expression filter, ResourceType type) throws SQLException {
    Expression rewritten =
        new ResolveChains(dialect, tenant, connection, this::compiler)
            .apply(conversion.apply(MergeDateBounds.apply(filter)), type);
    tracing.note("rewritten", type, rewritten);
    return rewritten;
  }

  /** What compiles conditions on resources of that type. */
  QueryCompiler compiler(ResourceType type) {
    return new QueryCompiler(dialect, tenant, type, legSizes);
  }

  /** What compiles pages read in that direction. */
  PageCompiler pages(PageDirection direction) {
    return new PageCompiler(dialect, tenant, direction, this::compiler);
  }
}
