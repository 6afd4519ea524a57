package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;
import org.junit.jupiter.api.Test;

class WordVectorTest {

  @Test
  void namesThePlacesOfEachWord() {
    assertEquals(
        "'s:old':1,6 's:knee':2 's:no':5 ",
        vector(List.of("old", "knee"), List.of("no", "old")).in("s"));
    assertTrue(new WordVector().isEmpty());
  }

  @Test
  void hasAScopeForEachTenantTypeAndField() {
    IndexPath narrative = FullTextField.NARRATIVE.path(ResourceType.PATIENT);
    IndexPath content = FullTextField.CONTENT.path(ResourceType.PATIENT);
    long scopes =
        List.of(
                WordVector.scope(Tenant.DEFAULT, narrative),
                WordVector.scope(Tenant.DEFAULT, content),
                WordVector.scope(new Tenant((short) 1), content),
                WordVector.scope(
                    Tenant.DEFAULT, FullTextField.NARRATIVE.path(ResourceType.OBSERVATION)))
            .stream()
            .distinct()
            .count();

    assertEquals(4, scopes);
  }

  @Test
  void leavesOutPlacesBeyondTheLimitsOfTheDatabase() {
    String often = vector(Collections.nCopies(1_000, "a")).in("s");
    assertTrue(often.endsWith(",254,255 "), often);

    List<String> many = IntStream.rangeClosed(1, 20_000).mapToObj(number -> "w" + number).toList();
    String vector = vector(many).in("s");
    assertTrue(vector.contains("'s:w16383':16383 's:w16384' 's:w16385' "));
  }

  @Test
  void leavesOutWordsBeyondTheLargestSize() {
    List<String> many = IntStream.rangeClosed(1, 200_000).mapToObj(number -> "w" + number).toList();

    int length = vector(many).in("s").length();
    assertTrue(length > 300_000 && length < 1_000_000, () -> "" + length);
  }

  @SafeVarargs
  private static WordVector vector(List<String>... texts) {
    WordVector vector = new WordVector();
    for (List<String> text : texts) {
      vector.add(text);
    }
    return vector;
  }
}
