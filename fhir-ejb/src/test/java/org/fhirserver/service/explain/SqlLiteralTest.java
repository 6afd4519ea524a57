package org.fhirserver.service.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SqlLiteralTest {

  @Test
  void quotesTextsButNoNumbers() {
    assertEquals("-17", SqlLiteral.of(-17L));
    assertEquals("'O''Brien'", SqlLiteral.of("O'Brien"));
    assertEquals("''", SqlLiteral.of(""));
  }

  @Test
  void escapesWhatXmlDoesNotHave() {
    assertEquals("'a\\uffff\\u0000\\ud800'", SqlLiteral.of("a\uffff\u0000\ud800"));
    assertEquals("x\n\ty \ud83d\ude00", SqlLiteral.printable("x\n\ty \ud83d\ude00"));
  }
}
