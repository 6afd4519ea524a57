package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;

/**
 * An order as it is read for one page, from its start or from its end.
 *
 * @param order the order of the results
 * @param backwards whether it is read from its end
 */
record PageDirection(PageOrder order, boolean backwards) {

  /** Whether resources of equal values are read from the highest key. */
  boolean keysDescend() {
    List<PageOrder.Value> values = order.values();
    return (!values.isEmpty() && values.get(values.size() - 1).descending()) != backwards;
  }

  /** Adds an "order by" of the values and the key in the columns of that alias. */
  void addOrder(SqlText sql, String alias) {
    sql.add(" order by ");
    List<String> columns = order.columns();
    for (int i = 0; i < columns.size(); i++) {
      sql.add(alias).add(".").add(columns.get(i)).add(descends(i) ? " desc" : " asc");
      sql.add(backwards ? " nulls first, " : " nulls last, ");
    }
    addKeyOrder(sql, alias);
  }

  /** Adds the key of an "order by". */
  void addKeyOrder(SqlText sql, String alias) {
    sql.add(alias).add(keysDescend() ? ".resource_key desc" : ".resource_key");
  }

  /** Adds a condition: the row of that alias is read behind the cursor. */
  void addBehind(SqlText sql, String alias, PageCursor cursor) {
    addBehind(sql, alias, cursor, 0);
  }

  /** The same by the values from that position on; empty values come behind all others. */
  private void addBehind(SqlText sql, String alias, PageCursor cursor, int position) {
    if (position == order.values().size()) {
      addKeyBehind(sql, alias, cursor.resourceKey());
      return;
    }
    String column = alias + "." + order.columns().get(position);
    Optional<Object> value = cursor.sortValues().get(position);
    sql.add("(");
    if (value.isEmpty()) {
      sql.add(backwards ? column + " is not null or (" : "(").add(column).add(" is null and ");
    } else {
      sql.add(backwards ? "" : column + " is null or ").add(column);
      sql.add(descends(position) ? " < " : " > ").bind(value.get());
      sql.add(" or (").add(column).add(" = ").bind(value.get()).add(" and ");
    }
    addBehind(sql, alias, cursor, position + 1);
    sql.add("))");
  }

  /** Adds a condition: the key is read behind that one. */
  void addKeyBehind(SqlText sql, String alias, long resourceKey) {
    sql.add(alias).add(keysDescend() ? ".resource_key < " : ".resource_key > ").bind(resourceKey);
  }

  private boolean descends(int position) {
    return order.values().get(position).descending() != backwards;
  }
}
