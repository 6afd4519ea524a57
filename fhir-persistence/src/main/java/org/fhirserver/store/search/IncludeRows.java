package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fhirserver.store.model.ResourceType;

/** Reads what the statements of {@link IncludeSql} find. */
final class IncludeRows {
  private final Connection connection;
  private final IncludeSql sql;

  IncludeRows(Connection connection, IncludeSql sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /**
   * The index entry of a reference.
   *
   * @param resourceKey the resource that has it
   * @param path where it stands
   * @param target the hash of what it names
   * @param targetType the number of the type that it names; {@link IndexRowEncoder#NO_TYPE} for a
   *     URL
   */
  record Entry(long resourceKey, int path, long target, short targetType) {}

  /**
   * The index entry of a URL by which a resource calls itself.
   *
   * @param path of which parameter
   */
  record Name(int path, long resourceKey, long hash) {}

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Entries of references from resources with these keys. */
  List<Entry> entriesOf(List<Long> keys, Collection<IncludeLink> links, int limit)
      throws SQLException {
    return first(limit, sql.entriesOf(keys, links, limit), IncludeRows::entry);
  }

  /** Entries of references to these hashes. */
  List<Entry> entriesTo(List<Long> hashes, Collection<IncludeLink> links, int limit)
      throws SQLException {
    return first(limit, sql.entriesTo(hashes, links, limit), IncludeRows::entry);
  }

  /** What calls itself by URLs with these hashes. */
  List<Name> namedBy(List<Long> urlHashes, Collection<Integer> urlPaths) throws SQLException {
    return all(
        sql.namedBy(urlHashes, urlPaths),
        row -> new Name(row.getInt(1), row.getLong(2), row.getLong(3)));
  }

  /** The visible resources with these identities. */
  List<FoundResource> withIdentities(List<Long> hashes) throws SQLException {
    return all(sql.withIdentities(hashes), FoundResource::of);
  }

  /** The visible resources of a type with these keys. */
  List<FoundResource> withKeys(ResourceType type, List<Long> keys) throws SQLException {
    return all(sql.withKeys(type, keys), FoundResource::of);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(row.getLong(1), row.getInt(2), row.getLong(3), row.getShort(4));
  }

  private <T> List<T> all(List<SqlText> statements, RowReader<T> reader) throws SQLException {
    return first(Integer.MAX_VALUE, statements, reader);
  }

  private <T> List<T> first(int limit, List<SqlText> statements, RowReader<T> reader)
      throws SQLException {
    List<T> read = new ArrayList<>();
    for (SqlText text : statements) {
      try (var statement = Statements.prepare(connection, text);
          ResultSet rows = statement.executeQuery()) {
        while (rows.next() && read.size() < limit) {
          read.add(reader.read(rows));
        }
      }
    }
    return read;
  }
}
