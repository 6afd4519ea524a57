package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
  private static final long SEED = 7;
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());
  private static final SortKey NAME = key("name");
  private static final SortKey BIRTH_DATE = key("birthdate");

  @Test
  void returnsFromItsText() {
    PageCursor cursor =
        new PageCursor(
            List.of(Optional.of("mü'l%ler \uD83D\uDE00"), Optional.of(-7L), Optional.empty()),
            Long.MAX_VALUE);
    List<SortKey> sort = List.of(NAME, BIRTH_DATE, NAME);

    assertEquals(cursor, PageCursor.decode(cursor.encode(), PageOrder.of(sort)));
  }

  @Test
  void returnsWithoutSortValues() {
    PageCursor cursor = new PageCursor(List.of(), 0);

    assertEquals(cursor, PageCursor.decode(cursor.encode(), PageOrder.CREATED));
  }

  @Test
  void returnsWithManyOfTheLongestSortValues() {
    PageCursor cursor = new PageCursor(Collections.nCopies(10, Optional.of("語".repeat(256))), 1);

    assertEquals(
        cursor, PageCursor.decode(cursor.encode(), PageOrder.of(Collections.nCopies(10, NAME))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "AAAA", "%%%", "AAAAAAAAAAAB", "AgAAAAAAAAAB", "not a token", "ü"})
  void refusesWhatIsNoCursorOfTheSearch(String text) {
    assertInvalid(text, List.of(NAME));
  }

  @Test
  void refusesCursorOfAnotherSort() {
    String text = new PageCursor(List.of(Optional.of("smith")), 5).encode();

    assertInvalid(text, List.of());
    assertInvalid(text, List.of(BIRTH_DATE));
    assertInvalid(text, List.of(NAME, NAME));
  }

  @Test
  void keepsItsDirection() {
    PageCursor cursor = new PageCursor(true, List.of(Optional.of("x")), 5);

    assertEquals(cursor, PageCursor.decode(cursor.encode(), PageOrder.of(List.of(NAME))));
  }

  @Test
  void refusesWhatCannotBe() {
    PageCursor noType = new PageCursor(List.of(Optional.of(-7L)), 5);
    PageCursor noValue = new PageCursor(List.of(Optional.empty()), 5);
    PageOrder byTime = PageOrder.of(List.of(key("_lastUpdated")));

    assertInvalid(noType.encode(), PageOrder.BY_TYPE);
    assertInvalid(noValue.encode(), PageOrder.BY_TYPE);
    assertInvalid(noValue.encode(), byTime);
  }

  @Test
  void refusesTextThatNoDatabaseTakes() {
    assertInvalid(new PageCursor(List.of(Optional.of("a\u0000b")), 5).encode(), List.of(NAME));
    assertInvalid(new PageCursor(List.of(Optional.of("a\uD800b")), 5).encode(), List.of(NAME));
  }

  @Test
  void answersGarbageWithACursorOrARefusal() {
    Random random = new Random(SEED);
    List<List<SortKey>> sorts = List.of(List.of(), List.of(NAME), List.of(BIRTH_DATE, NAME));
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      texts.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    for (String text : texts) {
      for (List<SortKey> sort : sorts) {
        try {
          assertEquals(
              sort.size(), PageCursor.decode(text, PageOrder.of(sort)).sortValues().size());
        } catch (FhirException refused) {
          assertEquals(FhirException.Category.INVALID, refused.category());
        }
      }
    }
  }

  private static void assertInvalid(String text, List<SortKey> sort) {
    assertInvalid(text, PageOrder.of(sort));
  }

  private static void assertInvalid(String text, PageOrder order) {
    FhirException refused = assertThrows(FhirException.class, () -> PageCursor.decode(text, order));

    assertEquals(FhirException.Category.INVALID, refused.category());
    assertEquals("The continuation token is invalid.", refused.getMessage());
  }

  private static SortKey key(String code) {
    return new SortKey(REGISTRY.find(ResourceType.PATIENT, code).orElseThrow(), false);
  }
}
