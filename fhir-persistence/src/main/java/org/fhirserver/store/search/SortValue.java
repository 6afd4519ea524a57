package org.fhirserver.store.search;

import java.util.stream.Collectors;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/**
 * The value by which a sort key orders a resource: of several the lowest when ascending, the
 * highest when descending.
 *
 * @param column the column of the parameter's index table or of resource
 */
record SortValue(SortKey key, String column) {

  /**
   * The value for a key.
   *
   * @throws FhirException INVALID for what has no order
   */
  static SortValue of(SortKey key) {
    SearchParameter parameter = key.parameter();
    if (parameter.code().equals("_id")) {
      return new SortValue(key, "id");
    }
    if (parameter.code().equals("_lastUpdated")) {
      return new SortValue(key, "last_updated");
    }
    String column =
        switch (parameter.type()) {
          case TOKEN -> "code";
          case STRING, URI -> "value";
          case DATE -> key.descending() ? "high" : "low";
          case NUMBER, QUANTITY -> "low";
          case REFERENCE -> "id";
          case COMPOSITE, SPECIAL ->
              throw FhirException.invalid(
                  "Sorting by the '" + parameter.code() + "' parameter is not supported.");
        };
    return new SortValue(key, column);
  }

  /** Whether the value is a number, else it is a text. */
  boolean isNumber() {
    return key.parameter().type() == SearchParameterType.DATE;
  }

  /** Adds the subquery that yields the value for a resource of table resource, alias d. */
  void addTo(SqlText sql, Dialect dialect, Tenant tenant, ResourceType type) {
    SearchParameter parameter = key.parameter();
    if (parameter.sources().isEmpty()) {
      sql.add("(select r.").add(column).add(" from resource r");
      sql.add(dialect.useIndex("resource_by_key")).add(" where r.tenant = ");
      sql.add(tenant.number())
          .add(" and r.type = ")
          .add(type.number())
          .add(" and r.resource_key = d.resource_key)");
      return;
    }
    String paths =
        parameter.sources().stream()
            .map(source -> String.valueOf(source.path().id()))
            .distinct()
            .collect(Collectors.joining(", ", "(", ")"));
    IndexTable table = MatchCompiler.tableOf(parameter.type());
    String function = key.descending() ? "max" : "min";
    if (parameter.type() == SearchParameterType.REFERENCE) {
      sql.add("(select ").add(function).add("(r.id) from index_reference x");
      sql.add(dialect.useIndex(table.resourceIndex())).add(" join resource r");
      sql.add(dialect.useIndex("resource_by_identity"))
          .add(" on r.tenant = x.tenant and r.identity_hash = x.target_hash");
    } else {
      sql.add("(select ").add(function).add("(x.").add(column).add(") from ");
      sql.add(table.tableName()).add(" x").add(dialect.useIndex(table.resourceIndex()));
    }
    sql.add(" where x.resource_key = d.resource_key and x.path in ").add(paths).add(")");
  }
}
