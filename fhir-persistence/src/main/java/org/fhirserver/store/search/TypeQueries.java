package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.None;
import org.fhirserver.store.tenant.Tenant;

/** Makes the queries of a search ready to be compiled, and compiles them. */
final class TypeQueries {
  private final Connection connection;
  private final Dialect dialect;
  private final Tenant tenant;
  private final LegSizes legSizes;

  TypeQueries(Connection connection, Dialect dialect, Tenant tenant, LegSizes legSizes) {
    this.connection = connection;
    this.dialect = dialect;
    this.tenant = tenant;
    this.legSizes = legSizes;
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
    return new ResolveChains(dialect, tenant, connection, this::compiler)
        .apply(MergeDateBounds.apply(filter), type);
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
