package org.fhirserver.store.search;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/** Reads one page of a search. */
final class PageSearch {
  /** How many index entries one statement may look at. */
  private static final int MOST_ENTRIES = 4000;

  private static final int KEY = FoundResource.FIRST_OTHER_COLUMN;
  private static final int FIRST_VALUE = KEY + 1;

  private final Connection connection;
  private final TypeQueries queries;
  private final ResourceQuery query;
  private final PageDirection direction;
  private final List<Row> rows = new ArrayList<>();

  PageSearch(Connection connection, TypeQueries queries, ResourceQuery query) {
    this.connection = connection;
    this.queries = queries;
    this.query = query;
    boolean backwards = query.cursor().map(PageCursor::backwards).orElse(false);
    this.direction = new PageDirection(query.order(), backwards);
  }

  /** One resource that was found, if it is still there, and its place in the order. */
  private record Row(Optional<FoundResource> found, List<Optional<Object>> values, long key) {
    PageCursor cursor(boolean backwards) {
      return new PageCursor(backwards, values, key);
    }
  }

  /** Reads one resource more than the page shows, to know whether another page follows. */
  SearchStore.Page page() throws SQLException {
    if (query.order().byType()) {
      readByType();
    } else {
      read(queries.present(query.types()), query.cursor());
    }
    boolean more = rows.size() > query.count();
    List<Row> shown = new ArrayList<>(more ? rows.subList(0, query.count()) : rows);
    if (direction.backwards()) {
      Collections.reverse(shown);
    }
    if (shown.isEmpty()) {
      return empty();
    }
    boolean hasPrevious = direction.backwards() ? more : query.cursor().isPresent();
    boolean hasNext = direction.backwards() || more;
    return new SearchStore.Page(
        shown.stream().map(Row::found).flatMap(Optional::stream).toList(),
        Optional.of(shown.get(0).cursor(true)).filter(cursor -> hasPrevious),
        Optional.of(shown.get(shown.size() - 1).cursor(false)).filter(cursor -> hasNext));
  }

  /** What was on the page is gone; the page that led to it is the one next to it. */
  private SearchStore.Page empty() {
    Optional<PageCursor> back =
        query
            .cursor()
            .map(
                cursor ->
                    new PageCursor(
                        !cursor.backwards(),
                        cursor.sortValues(),
                        cursor.resourceKey() + (direction.keysDescend() ? -1 : 1)));
    return new SearchStore.Page(
        List.of(), back.filter(PageCursor::backwards), back.filter(cursor -> !cursor.backwards()));
  }

  /** The types one after another, as many with one statement as it can do with few entries. */
  private void readByType() throws SQLException {
    List<TypeQuery> types = new ArrayList<>(query.types());
    if (direction.backwards()) {
      Collections.reverse(types);
    }
    Optional<ResourceType> started = query.cursor().map(query.order()::typeOf);
    if (started.isPresent()) {
      for (TypeQuery type : types) {
        if (type.type() == started.get()) {
          read(List.of(type), query.cursor());
        }
      }
      types.removeIf(type -> !isAhead(type.type(), started.get()));
    }
    if (rows.size() <= query.count()) {
      readRest(queries.present(types));
    }
  }

  private boolean isAhead(ResourceType type, ResourceType started) {
    return direction.backwards()
        ? type.number() < started.number()
        : type.number() > started.number();
  }

  private void readRest(List<TypeQuery> types) throws SQLException {
    int next = 0;
    while (next < types.size() && rows.size() <= query.count()) {
      int most = Math.max(1, MOST_ENTRIES / (query.count() + 1 - rows.size()));
      int end = Math.min(types.size(), next + most);
      read(types.subList(next, end), Optional.empty());
      next = end;
    }
  }

  private void read(List<TypeQuery> types, Optional<PageCursor> cursor) throws SQLException {
    List<TypeQuery> rewritten = queries.rewritten(types);
    if (rewritten.isEmpty()) {
      return;
    }
    int limit = query.count() + 1 - rows.size();
    SqlText sql = queries.pages(direction).page(rewritten, cursor, limit).purpose("page");
    try (var statement = Statements.prepare(connection, sql)) {
      statement.setFetchSize(limit);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(new Row(FoundResource.ifThere(found), values(found), found.getLong(KEY)));
        }
      }
    }
  }

  private List<Optional<Object>> values(ResultSet found) throws SQLException {
    List<Optional<Object>> values = new ArrayList<>();
    int column = FIRST_VALUE;
    for (PageOrder.Value kind : query.order().values()) {
      Object value = kind.isNumber() ? (Object) found.getLong(column) : found.getString(column);
      values.add(found.wasNull() ? Optional.empty() : Optional.of(value));
      column++;
    }
    return List.copyOf(values);
  }
}
