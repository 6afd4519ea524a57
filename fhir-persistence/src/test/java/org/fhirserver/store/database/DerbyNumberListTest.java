package org.fhirserver.store.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DerbyNumberListTest {

  @Test
  void findsWhatIsInTheListAndNothingElse() {
    long[] numbers = new Random(1).longs(DerbyNumberList.LONGEST - 4).toArray();
    long[] all = Arrays.copyOf(numbers, DerbyNumberList.LONGEST);
    all[all.length - 1] = Long.MAX_VALUE;
    all[all.length - 2] = Long.MIN_VALUE;
    all[all.length - 3] = -1;
    Arrays.sort(all);
    String list = DerbyNumberList.of(all);
    for (long number : all) {
      assertEquals(1, DerbyNumberList.contains(list, number));
    }
    for (long number : new Random(2).longs(1000).toArray()) {
      assertEquals(0, DerbyNumberList.contains(list, number));
    }
  }

  @Test
  void fitsIntoTheLongestTextOfDerby() {
    String list = DerbyNumberList.of(new long[DerbyNumberList.LONGEST]);
    assertTrue(list.length() <= 32_672);
    assertTrue(list.chars().noneMatch(c -> Character.isSurrogate((char) c)));
  }
}
