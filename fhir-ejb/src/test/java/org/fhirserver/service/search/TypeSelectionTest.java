package org.fhirserver.service.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.fhirserver.service.access.AccessDecision;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.access.Caller;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.junit.jupiter.api.Test;

class TypeSelectionTest {
  private static final Expression ONE = new Expression.Ids(List.of("x"));

  /** Observations are closed, of patients one may be seen. */
  private static final class FewTypes extends AccessPolicy {
    @Override
    public AccessDecision decide(Caller caller, Action action, ResourceType type) {
      if (type == ResourceType.OBSERVATION) {
        return new AccessDecision.Denied("a test");
      }
      return new AccessDecision.Allowed(type == ResourceType.PATIENT ? ONE : new Expression.All());
    }
  }

  @Test
  void leavesOutClosedTypesThatNobodyNames() {
    SearchedTypes all = select(new SearchScope.All(), "");
    SearchedTypes others = select(new SearchScope.All(), "_type:not=Group");

    assertTrue(all.types().contains(ResourceType.GROUP));
    assertFalse(all.types().contains(ResourceType.OBSERVATION));
    assertFalse(others.types().contains(ResourceType.GROUP));
    assertFalse(others.types().contains(ResourceType.OBSERVATION));
    assertFalse(all.types().contains(ResourceType.PARAMETERS));
  }

  @Test
  void refusesClosedTypesThatAreNamed() {
    for (SearchScope scope :
        List.of(new SearchScope.All(), new SearchScope.Type(ResourceType.OBSERVATION))) {
      FhirException refused =
          assertThrows(FhirException.class, () -> select(scope, "_type=Patient,Observation"));

      assertEquals(FhirException.Category.FORBIDDEN, refused.category());
    }
    assertThrows(
        FhirException.class,
        () -> select(new SearchScope.Type(ResourceType.OBSERVATION), "_type=Patient"));
  }

  @Test
  void restrictsEachTypeToWhatTheCallerMaySee() {
    SearchedTypes searched = select(new SearchScope.All(), "_type=Patient,Group");

    assertEquals(List.of(ResourceType.GROUP, ResourceType.PATIENT), searched.types());
    assertEquals(ONE, searched.filters().get(ResourceType.PATIENT));
    assertEquals(new Expression.All(), searched.filters().get(ResourceType.GROUP));
  }

  @Test
  void keepsTheParametersThatAreUnderstood() {
    SearchedTypes searched =
        select(new SearchScope.All(), "_id=1&_type=Foo,Group&_count=2&_type=Group", true);

    assertEquals(QueryString.parse("_type=Group"), searched.conditions());
    assertEquals(QueryString.parse("_id=1&_count=2"), searched.others());
    assertEquals(1, searched.warnings().size());
  }

  @Test
  void readsTheParametersByTheTypesAskedForWhereNoneIsLeft() {
    SearchedTypes contrary = select(new SearchScope.All(), "_type=Group&_type=Patient");
    SearchedTypes unknown = select(new SearchScope.All(), "_type=Foo", true);

    assertEquals(List.of(ResourceType.GROUP, ResourceType.PATIENT), contrary.types());
    assertEquals(
        Set.of(new Expression.None()), Set.copyOf(contrary.filters().values()), "Finds nothing");
    assertTrue(unknown.types().contains(ResourceType.ACCOUNT));
    assertFalse(unknown.types().contains(ResourceType.OBSERVATION));
    assertEquals(Set.of(new Expression.None()), Set.copyOf(unknown.filters().values()));
    assertEquals(QueryString.parse("_type=Foo"), unknown.conditions());
  }

  private static SearchedTypes select(SearchScope scope, String query) {
    return select(scope, query, false);
  }

  private static SearchedTypes select(SearchScope scope, String query, boolean lenient) {
    return new TypeSelection()
        .select(
            new SearchableTypes(new FewTypes(), Caller.ANONYMOUS),
            scope,
            QueryString.parse(query),
            lenient);
  }
}
