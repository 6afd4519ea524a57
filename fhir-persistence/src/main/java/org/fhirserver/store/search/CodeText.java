package org.fhirserver.store.search;

/**
 * What a code is called, as the modifier {@code :text} compares it.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">Modifiers</a>
 */
public final class CodeText {

  /** The part of a text that stands in the index, in characters. */
  public static final int LENGTH = 128;

  private CodeText() {}

  /** The text as it stands in the index: in the form of strings, cut. */
  static String of(String text) {
    return IndexRowEncoder.cut(StringForm.of(text), LENGTH);
  }
}
