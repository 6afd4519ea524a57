package org.fhirserver.store.fhirpath;

import java.util.regex.Pattern;

/** Matches regular expressions, but not longer than the allowance of the evaluation lasts. */
final class Patience {
  /** A group that is repeated more often may need more stack than there is. */
  private static final int LONGEST_TEXT = 2_000;

  private Patience() {}

  /** A text that counts how often it is looked at. */
  private record Counted(Scope scope, CharSequence text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      scope.spend(1);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(scope, text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** Whether a part of the text matches; unknown for a text that is too long to tell. */
  static Truth matches(Scope scope, Pattern pattern, String text) {
    return text.length() > LONGEST_TEXT
        ? Truth.UNKNOWN
        : Truth.of(pattern.matcher(new Counted(scope, text)).find());
  }

  /** The text with each match replaced; as it is if it is too long. */
  static String replaceAll(Scope scope, Pattern pattern, String text, String with) {
    return text.length() > LONGEST_TEXT
        ? text
        : pattern.matcher(new Counted(scope, text)).replaceAll(with);
  }
}
