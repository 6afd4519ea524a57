package org.fhirserver.store.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * What belongs to resources such as patients, page by page. Nothing is kept between pages, and a
 * page costs the same wherever in the walk it is.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">Compartments</a>
 */
@ApplicationScoped
public class CompartmentStore {
  /** How many index entries one statement may look at. */
  private static final int MOST_ENTRIES = 4000;

  private static final int TYPE = FoundResource.FIRST_OTHER_COLUMN;
  private static final int KEY = TYPE + 1;

  @Inject private Database database;

  @Inject private Reads reads;

  /**
   * One page.
   *
   * @param resources the resources in order, current versions
   * @param last the position of the last one, if there are more behind it
   */
  public record Page(List<ResourceVersion> resources, Optional<CompartmentPosition> last) {}

  /** Finds a page of the resources in the compartments. */
  public Page members(CompartmentQuery query) {
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            return new Walk(connection, query).page();
          }
        });
  }

  /** Finds a page of the resources that support those in the compartments. */
  public Page support(SupportQuery query) {
    if (query.types().isEmpty()) {
      return new Page(List.of(), Optional.empty());
    }
    return reads.of(
        () -> {
          try (Connection connection = database.connection()) {
            CompartmentSql sql =
                new CompartmentSql(database.dialect(), query.tenant(), query.owners());
            List<Row> rows = new ArrayList<>();
            read(
                connection,
                sql.support(query, present(connection, sql, query.members()), query.count() + 1),
                rows);
            return page(rows, query.count());
          }
        });
  }

  /** One resource, if it is still there, and its place in the walk. */
  private record Row(Optional<FoundResource> found, CompartmentPosition position) {}

  /** A page in the making. */
  private final class Walk {
    private final Connection connection;
    private final CompartmentQuery query;
    private final CompartmentSql sql;
    private final List<Row> rows = new ArrayList<>();

    Walk(Connection connection, CompartmentQuery query) {
      this.connection = connection;
      this.query = query;
      this.sql = new CompartmentSql(database.dialect(), query.tenant(), query.owners());
    }

    Page page() throws SQLException {
      if (query.after().isPresent()) {
        CompartmentPosition after = query.after().get();
        List<CompartmentMember> started =
            query.members().stream().filter(member -> member.type() == after.type()).toList();
        read(started, Optional.of(after.resourceKey()));
      }
      if (rows.size() <= query.count()) {
        readRest(present(connection, sql, query.members().stream().filter(this::isAhead).toList()));
      }
      return CompartmentStore.page(rows, query.count());
    }

    private boolean isAhead(CompartmentMember member) {
      return query
          .after()
          .map(after -> member.type().number() > after.type().number())
          .orElse(true);
    }

    /** Reads as many types with one statement as it can do with few entries. */
    private void readRest(List<CompartmentMember> members) throws SQLException {
      int next = 0;
      while (next < members.size() && rows.size() <= query.count()) {
        int entriesOfPath = (query.count() + 1 - rows.size()) * query.owners().size();
        int end = next;
        int entries = 0;
        do {
          entries += members.get(end++).paths().size() * entriesOfPath;
        } while (end < members.size() && entries < MOST_ENTRIES);
        read(members.subList(next, end), Optional.empty());
        next = end;
      }
    }

    private void read(List<CompartmentMember> members, Optional<Long> after) throws SQLException {
      if (!members.isEmpty()) {
        CompartmentStore.read(
            connection, sql.members(members, after, query.count() + 1 - rows.size()), rows);
      }
    }
  }

  /** The members with those of their paths that point to an owner, if there are any. */
  private static List<CompartmentMember> present(
      Connection connection, CompartmentSql sql, List<CompartmentMember> members)
      throws SQLException {
    List<Integer> paths = members.stream().flatMap(member -> member.paths().stream()).toList();
    if (paths.isEmpty()) {
      return List.of();
    }
    Set<Integer> present = new HashSet<>();
    try (var statement = Statements.prepare(connection, sql.presentPaths(paths));
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        present.add(found.getInt(1));
      }
    }
    return members.stream()
        .map(member -> member.within(present))
        .filter(member -> !member.paths().isEmpty())
        .toList();
  }

  private static void read(Connection connection, SqlText sql, List<Row> rows) throws SQLException {
    try (var statement = Statements.prepare(connection, sql);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        ResourceType type = ResourceType.numbered(found.getShort(TYPE));
        rows.add(
            new Row(
                FoundResource.ifThere(found), new CompartmentPosition(type, found.getLong(KEY))));
      }
    }
  }

  private static Page page(List<Row> rows, int count) {
    boolean more = rows.size() > count;
    List<Row> shown = more ? rows.subList(0, count) : rows;
    return new Page(
        shown.stream().flatMap(row -> row.found().stream()).map(FoundResource::resource).toList(),
        more ? Optional.of(shown.get(count - 1).position()) : Optional.empty());
  }
}
