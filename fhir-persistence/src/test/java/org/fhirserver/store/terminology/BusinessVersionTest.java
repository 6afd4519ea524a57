package org.fhirserver.store.terminology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessVersionTest {
  private final BusinessVersion order = new BusinessVersion();

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "1, 2",
    "2.9, 2.10",
    "1.0, 1.0.1",
    "2019-12-31, 2020-01-01",
    "v9, v10",
    "1.0-a, 1.0-b",
    "09, 10",
    "20200101, 20200102",
    "99999999999999999999998, 99999999999999999999999"
  })
  void putsTheNewerOneBehind(String older, String newer) {
    assertTrue(order.compare(older, newer) < 0);
    assertTrue(order.compare(newer, older) > 0);
    assertEquals(0, order.compare(newer, newer));
  }
}
