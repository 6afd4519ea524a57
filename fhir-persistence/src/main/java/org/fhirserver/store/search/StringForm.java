package org.fhirserver.store.search;

import java.text.Normalizer;

/**
 * The form in which strings are compared when case and accents do not count.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#string">String search</a>
 */
public final class StringForm {

  private StringForm() {}

  /** Lower case, without combining marks, runs of white space as one blank, none at the ends. */
  public static String of(String text) {
    String decomposed =
        Normalizer.isNormalized(text, Normalizer.Form.NFKD)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder form = new StringBuilder(decomposed.length());
    boolean blank = false;
    for (int i = 0; i < decomposed.length(); i += Character.charCount(decomposed.codePointAt(i))) {
      int c = decomposed.codePointAt(i);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        blank = true;
        continue;
      }
      if (blank && form.length() > 0) {
        form.append(' ');
      }
      blank = false;
      form.appendCodePoint(withoutCase(c));
    }
    return form.toString();
  }

  /** Character by character, so that the form of a beginning is the beginning of the form. */
  private static int withoutCase(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
