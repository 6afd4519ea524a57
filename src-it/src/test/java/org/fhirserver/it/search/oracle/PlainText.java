package org.fhirserver.it.search.oracle;

import java.text.Normalizer;

/** Strings without case, accents and needless white space. */
final class PlainText {

  private PlainText() {}

  static String of(String text) {
    StringBuilder folded = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{Mn}+", "")
        .codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString().replaceAll("[\\s\\u00a0]+", " ").strip();
  }
}
