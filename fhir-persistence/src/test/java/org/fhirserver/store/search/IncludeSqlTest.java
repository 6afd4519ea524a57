package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.DialectsForTests;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.Test;

class IncludeSqlTest {
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());
  private static final Expression ONE_ID = new Expression.Ids(List.of("visible-4711"));

  @Test
  void bindsKeysAndHashesAndHasOneShapeForThem() {
    for (Dialect dialect : DialectsForTests.all()) {
      IncludeSql sql = sql(dialect, new Expression.All());
      for (List<List<SqlText>> pair :
          List.of(
              List.of(
                  sql.entriesOf(List.of(4711L, 4712L, 4713L), links(), 10),
                  sql.entriesOf(List.of(1L, 2L, 3L, 4L), links(), 10)),
              List.of(
                  sql.entriesTo(List.of(4711L), links(), 10),
                  sql.entriesTo(List.of(1L), links(), 10)),
              List.of(
                  sql.namedBy(List.of(4711L), List.of(17)), sql.namedBy(List.of(1L), List.of(17))),
              List.of(sql.withIdentities(List.of(4711L)), sql.withIdentities(List.of(1L))),
              List.of(
                  sql.withKeys(ResourceType.PATIENT, List.of(4711L)),
                  sql.withKeys(ResourceType.PATIENT, List.of(1L))))) {
        SqlText sqlText = pair.get(0).get(0);
        String text = sqlText.toString();

        assertEquals(text, pair.get(1).get(0).toString());
        assertFalse(text.contains("471"), text);
        assertEquals(sqlText.values().size(), text.chars().filter(c -> c == '?').count());
      }
    }
  }

  @Test
  void restrictsWhatIsIncludedToWhatTheCallerMaySee() {
    for (Dialect dialect : DialectsForTests.all()) {
      IncludeSql sql = sql(dialect, ONE_ID);
      for (List<SqlText> texts :
          List.of(
              sql.entriesTo(List.of(1L), links(), 10),
              sql.withIdentities(List.of(1L)),
              sql.withKeys(ResourceType.OBSERVATION, List.of(1L)))) {
        assertTrue(texts.get(0).values().contains("visible-4711"), texts.toString());
      }
      assertFalse(
          sql.withKeys(ResourceType.PATIENT, List.of(1L)).get(0).values().contains("visible-4711"));
    }
  }

  @Test
  void leavesOutTypesThatTheCallerMayNotSee() {
    String text =
        sql(DialectsForTests.all().get(0), ONE_ID)
            .withKeys(ResourceType.GROUP, List.of(1L))
            .toString();

    assertTrue(text.contains("1 = 0"), text);
  }

  /** Statements for a caller who sees patients, and observations as far as the restriction says. */
  private static IncludeSql sql(Dialect dialect, Expression restriction) {
    Map<ResourceType, Expression> visible = new EnumMap<>(ResourceType.class);
    visible.put(ResourceType.PATIENT, new Expression.All());
    visible.put(ResourceType.OBSERVATION, restriction);
    return new IncludeSql(
        dialect, new IncludeQuery(Tenant.DEFAULT, List.of(), visible, List.of(), 1000));
  }

  private static List<IncludeLink> links() {
    Include include =
        new Include(
            Include.Direction.REVERSE,
            false,
            Optional.of(ResourceType.OBSERVATION),
            Optional.empty(),
            Optional.empty());
    return List.copyOf(
        new IncludeLinks(REGISTRY, Set.of(ResourceType.OBSERVATION))
            .to(Set.of(ResourceType.PATIENT), List.of(include))
            .values());
  }
}
