package org.fhirserver.store.search;

import org.fhirserver.store.database.Dialect;

/** Compiles tests of texts into conditions on one row of their index table. */
final class TextConditions {
  private final Dialect dialect;

  TextConditions(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Adds a test of a string. */
  void addText(SqlText sql, String alias, ValueTest.Text text) {
    String form = StringForm.of(text.value());
    switch (text.mode()) {
      case EXACT -> {
        sql.add(alias).add(".value = ");
        sql.bind(IndexRowEncoder.cut(form, IndexRowEncoder.STRING_LENGTH));
        sql.add(" and ").add(alias).add(".exact_hash = ").bind(Hash64.of(text.value()));
      }
      case STARTS -> addStart(sql, alias, form, IndexRowEncoder.STRING_LENGTH);
      case CONTAINS -> {
        String pattern = "%" + form.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        sql.add("(").add(alias).add(".value like ").bind(pattern).add(" escape '\\' or ");
        sql.add(alias).add(".long_value like ").bind(pattern).add(" escape '\\')");
      }
    }
  }

  /** Adds a test of what a code is called. */
  void addCodeText(SqlText sql, String alias, ValueTest.CodeText text) {
    addPrefix(sql, alias + ".text", CodeText.of(text.value()));
  }

  /** Adds: the URI starts with the value and is no URN. */
  void addBelow(SqlText sql, String alias, ValueTest.UriBelow below) {
    addStart(sql, alias, below.value(), IndexRowEncoder.URI_LENGTH);
    if (ValueTest.UriBelow.URN.startsWith(below.value())) {
      sql.add(" and not (");
      addPrefix(sql, alias + ".value", ValueTest.UriBelow.URN);
      sql.add(")");
    }
  }

  /** Adds: the text, of which a head stands in value, starts so. */
  private void addStart(SqlText sql, String alias, String start, int headLength) {
    String head = IndexRowEncoder.cut(start, headLength);
    if (head.equals(start)) {
      addPrefix(sql, alias + ".value", start);
    } else {
      sql.add(alias).add(".value = ").bind(head).add(" and ");
      addPrefix(sql, alias + ".long_value", start);
    }
  }

  private void addPrefix(SqlText sql, String column, String prefix) {
    sql.add(column).add(" >= ").bind(prefix).add(" and ").add(column).add(" < ");
    sql.bind(dialect.upperBound(prefix));
  }
}
