package org.fhirserver.store.search;

import java.math.BigDecimal;

/**
 * The conditions that a test of a number or a quantity puts on a row of index_quantity.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">Quantity search</a>
 */
final class QuantityConditions {

  private QuantityConditions() {}

  /** Adds a test for a parameter of that type. */
  static void add(SqlText sql, String alias, ValueTest.Quantity test, SearchParameterType type) {
    if (type == SearchParameterType.NUMBER) {
      sql.add(alias).add(".code_hash = ").add(Hash64.EMPTY).add(" and ");
    }
    test.code()
        .ifPresent(code -> sql.add(alias).add(".code_hash = ").bind(Hash64.of(code)).add(" and "));
    test.system()
        .ifPresent(
            system -> sql.add(alias).add(".system_hash = ").bind(Hash64.of(system)).add(" and "));
    String low = alias + ".low";
    String high = "coalesce(" + alias + ".high, " + alias + ".low)";
    switch (test.comparator()) {
      case EQ ->
          compare(compare(sql, low, ">=", test.low()).add(" and "), low, "<", test.high())
              .add(" and (")
              .add(alias)
              .add(".high is null or ")
              .add(alias)
              .add(".high < ")
              .bind(OrderedDecimal.of(test.high()))
              .add(")");
      case NE ->
          compare(compare(sql.add("("), low, "<", test.low()).add(" or "), high, ">=", test.high())
              .add(")");
      case GT -> above(sql, alias, ">", test.value());
      case GE -> above(sql, alias, ">=", test.value());
      case LT, LE ->
          compare(sql, low, test.comparator() == Comparator.LT ? "<" : "<=", test.value());
      case SA -> compare(sql, low, ">", test.value());
      case EB -> compare(sql, high, "<", test.value());
      case AP -> compare(compare(sql, low, "<=", test.high()).add(" and "), high, ">=", test.low());
    }
  }

  /** The high end compared so that points, which have none, are found by the index on low. */
  private static void above(SqlText sql, String alias, String operator, BigDecimal number) {
    compare(sql.add("("), alias + ".low", operator, number);
    compare(sql.add(" or "), alias + ".high", operator, number).add(")");
  }

  private static SqlText compare(SqlText sql, String column, String operator, BigDecimal number) {
    return sql.add(column).add(" ").add(operator).add(" ").bind(OrderedDecimal.of(number));
  }
}
