package org.fhirserver.store.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.store.ucum.Units;

/**
 * The units that the quantities at a path are written in. The index has hashes of them; what a hash
 * stands for is read once from a resource that has it, and never changes.
 */
@ApplicationScoped
public class UnitsInUse {
  /** The most different codes at a path that are looked at. */
  static final int MOST_CODES = 10_000;

  /** So many codes are remembered in all. */
  private static final int REMEMBERED = 200_000;

  /** A resource may change while it is looked at. */
  private static final int SAMPLES = 3;

  private final Cache<Place, Codes> memory =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED)
          .weigher((Place place, Codes codes) -> 1 + codes.byHash().size())
          .build();

  @Inject private Database database;

  @Inject private FhirJson json;

  @Inject private SearchValues values;

  @Inject private Units units;

  /** A path in the data of a tenant. */
  record Place(Tenant tenant, IndexPath path) {}

  /**
   * What is known of a path.
   *
   * @param byHash the codes, as units if they are some
   * @param units those that are
   * @param state what was committed when there were no others, "" if that is not known
   */
  private record Codes(
      NavigableMap<Long, Optional<CodedUnit>> byHash, List<CodedUnit> units, String state) {
    static final Codes NONE = of(new TreeMap<>(), "");

    static Codes of(NavigableMap<Long, Optional<CodedUnit>> byHash, String state) {
      return new Codes(byHash, byHash.values().stream().flatMap(Optional::stream).toList(), state);
    }
  }

  /**
   * Tells the units in the data of a tenant: all that are committed and those that the caller's
   * transaction has written.
   *
   * @param connection belongs to that transaction
   */
  ConvertUnits.InUse of(Connection connection, Tenant tenant) {
    return (parameter, path) -> {
      try {
        return at(connection, tenant, parameter.base(), path);
      } catch (SQLException failure) {
        throw new PersistenceException(failure);
      }
    };
  }

  private Collection<CodedUnit> at(
      Connection connection, Tenant tenant, ResourceType type, IndexPath path) throws SQLException {
    Place place = new Place(tenant, path);
    QuantityCodes index = new QuantityCodes(connection, database.dialect());
    Codes known = Optional.ofNullable(memory.getIfPresent(place)).orElse(Codes.NONE);
    QuantityCodes.Found found = index.find(place, known.byHash().navigableKeySet(), known.state());
    if (found.hashes().isEmpty()) {
      found
          .state()
          .filter(state -> !state.equals(known.state()))
          .ifPresent(state -> memory.put(place, new Codes(known.byHash(), known.units(), state)));
      return known.units();
    }
    NavigableMap<Long, Optional<CodedUnit>> byHash = new TreeMap<>(known.byHash());
    SortedSet<Long> seen = new TreeSet<>(byHash.keySet());
    while (!found.hashes().isEmpty()) {
      seen.addAll(found.hashes());
      requireFew(seen, path);
      byHash.putAll(learn(connection, place, type, found.hashes()));
      found = index.find(place, seen, "");
    }
    boolean complete = byHash.size() == seen.size();
    Codes learned = Codes.of(byHash, complete ? found.state().orElse("") : "");
    memory.put(place, learned);
    return learned.units();
  }

  private static void requireFew(Collection<Long> codes, IndexPath path) {
    if (codes.size() > MOST_CODES) {
      throw new FhirException(
          Category.INVALID,
          "too-costly",
          "There are more than "
              + MOST_CODES
              + " different units at '"
              + path.expression()
              + "'; leave out the system of the unit to compare it as it is written.");
    }
  }

  /** What the hashes stand for; without those of which the resources have just changed. */
  private Map<Long, Optional<CodedUnit>> learn(
      Connection connection, Place place, ResourceType type, List<Long> hashes)
      throws SQLException {
    Map<Long, Optional<CodedUnit>> learned = new HashMap<>();
    for (long hash : hashes) {
      for (byte[] body : samples(connection, place, type, hash)) {
        for (IndexValue value : values.extract(json.readStored(body))) {
          if (value instanceof IndexValue.Quantity quantity && Hash64.of(quantity.code()) == hash) {
            learned.put(hash, unit(quantity.code()));
          }
        }
      }
    }
    return learned;
  }

  private Optional<CodedUnit> unit(String code) {
    return units.find(code).map(unit -> new CodedUnit(code, unit));
  }

  private static List<byte[]> samples(
      Connection connection, Place place, ResourceType type, long hash) throws SQLException {
    SqlText sql =
        new SqlText()
            .purpose("code of a unit")
            .add("select r.body from (select q.resource_key from");
    sql.add(" index_quantity q where q.tenant = ").add(place.tenant().number());
    sql.add(" and q.path = ").add(place.path().id()).add(" and q.code_hash = ").bind(hash);
    sql.add(" fetch first ").add(SAMPLES).add(" rows only) s join resource r on r.tenant = ");
    sql.add(place.tenant().number()).add(" and r.type = ").add(type.number());
    sql.add(" and r.resource_key = s.resource_key");
    List<byte[]> bodies = new ArrayList<>();
    try (var statement = Statements.prepare(connection, sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        bodies.add(rows.getBytes(1));
      }
    }
    return bodies;
  }
}
