package org.fhirserver.store.search;

import java.util.stream.Collectors;
import org.fhirserver.store.search.Expression.FullText;
import org.fhirserver.store.tenant.Tenant;

/**
 * The conditions of a search for words on a row of table index_text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-textsearch.html">tsquery</a>
 */
final class FullTextConditions {

  private FullTextConditions() {}

  /** Adds the conditions on the row of that alias; the first one without a leading "and". */
  static void add(SqlText sql, String alias, Tenant tenant, FullText text) {
    sql.add(alias).add(".tenant = ").add(tenant.number()).add(" and ");
    sql.add(alias).add(".path = ").add(text.path().id()).add(" and ");
    sql.add(alias).add(".words @@ cast(").bind(query(tenant, text)).add(" as tsquery)");
  }

  private static String query(Tenant tenant, FullText text) {
    String scope = WordVector.scope(tenant, text.path());
    return text.phrases().stream()
        .map(
            words ->
                words.stream()
                    .map(word -> WordVector.lexeme(scope, word))
                    .collect(Collectors.joining(" <-> ", "(", ")")))
        .collect(Collectors.joining(" & "));
  }
}
