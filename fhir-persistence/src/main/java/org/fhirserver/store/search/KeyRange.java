package org.fhirserver.store.search;

import java.util.Optional;

/**
 * The first resource keys of a query, in their order.
 *
 * @param after only keys behind this one
 * @param descending whether they are read from the highest
 * @param limit how many are read
 */
record KeyRange(Optional<Long> after, boolean descending, int limit) {

  /** Adds to a query open for conditions what restricts it to the range. */
  void addTo(SqlText sql, String alias) {
    after.ifPresent(
        key ->
            sql.add(" and ")
                .add(alias)
                .add(descending ? ".resource_key < " : ".resource_key > ")
                .bind(key));
    addOrder(sql, alias);
  }

  /** Adds the order and the limit alone. */
  void addOrder(SqlText sql, String alias) {
    sql.add(" order by ").add(alias).add(descending ? ".resource_key desc" : ".resource_key");
    sql.add(" fetch first ").add(limit).add(" rows only");
  }
}
