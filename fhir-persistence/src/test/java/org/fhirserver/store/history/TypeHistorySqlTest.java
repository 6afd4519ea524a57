package org.fhirserver.store.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.DialectsForTests;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SqlText;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.Test;

class TypeHistorySqlTest {
  private static final List<ResourceType> TYPES =
      List.of(ResourceType.PATIENT, ResourceType.OBSERVATION);

  @Test
  void readsWhatIsCurrentBeforeWhatIsPast() {
    for (Dialect dialect : DialectsForTests.all()) {
      String all = String.join(";", texts(dialect, TYPES, Optional.empty()));

      assertTrue(all.indexOf("from resource h") >= 0, all);
      assertTrue(all.indexOf("from resource h") < all.indexOf("from resource_version h"), all);
    }
  }

  @Test
  void putsTheRestrictionOnCurrentAndPastVersions() {
    SqlText keys = new SqlText().add("select k from x where id = ").bind("patient-1");

    for (Dialect dialect : DialectsForTests.all()) {
      TypeHistorySql sql =
          new TypeHistorySql(
              dialect, Tenant.DEFAULT, List.of(ResourceType.PATIENT), Optional.of(keys));

      for (List<SqlText> statements :
          List.of(sql.versions(query(true)), sql.counts(HistoryPeriod.ALWAYS))) {
        String all = String.join(";", statements.stream().map(SqlText::toString).toList());
        assertEquals(2, occurrences(all, " where h.tenant = "), all);
        assertEquals(2, occurrences(all, "h.resource_key in (select k from x"), all);
        assertFalse(all.contains("patient-1"), all);
      }
    }
  }

  @Test
  void walksEachTypeNoFurtherThanThePage() {
    for (Dialect dialect : DialectsForTests.all()) {
      for (String text : texts(dialect, TYPES, Optional.empty())) {
        assertEquals(
            occurrences(text, "select h."), occurrences(text, "fetch first 11 rows only"), text);
      }
    }
  }

  private static List<String> texts(
      Dialect dialect, List<ResourceType> types, Optional<SqlText> keys) {
    return new TypeHistorySql(dialect, Tenant.DEFAULT, types, keys)
        .versions(query(false)).stream().map(SqlText::toString).toList();
  }

  private static HistoryQuery query(boolean ascending) {
    return new HistoryQuery(
        Tenant.DEFAULT,
        HistoryPeriod.ALWAYS,
        ascending,
        Optional.of(new HistoryPosition(1_700_000_000_000L, 4711)),
        11);
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
