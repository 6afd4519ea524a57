package org.fhirserver.store.search;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a text apart into the words that full text search compares: runs of letters and digits in
 * the form in which strings are compared, so that case and accents do not count. Of scripts that
 * are written without blanks every character is a word; a phrase finds their words.
 */
public final class Words {
  /** The longest part of a word that is compared, in characters. */
  static final int MAX_WORD_LENGTH = 100;

  private static final Set<UnicodeScript> WITHOUT_BLANKS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private final String form;
  private final List<String> words = new ArrayList<>();
  private int start;

  private Words(String form) {
    this.form = form;
  }

  /** The words of a text in their order. */
  public static List<String> of(String text) {
    return new Words(StringForm.of(text)).read();
  }

  private List<String> read() {
    int position = 0;
    while (position < form.length()) {
      int c = form.codePointAt(position);
      int next = position + Character.charCount(c);
      if (!Character.isLetterOrDigit(c)) {
        endAt(position);
        start = next;
      } else if (c >= 0x0E00 && WITHOUT_BLANKS.contains(UnicodeScript.of(c))) {
        endAt(position);
        start = position;
        endAt(next);
        start = next;
      }
      position = next;
    }
    endAt(position);
    return words;
  }

  private void endAt(int end) {
    if (end > start) {
      words.add(IndexRowEncoder.cut(form.substring(start, end), MAX_WORD_LENGTH));
    }
  }
}
