package org.fhirserver.store.terminology;

/** How much may be done to find out the codes of one value set. */
final class Allowance {
  private static final long STEPS = 10_000_000;

  private final Canonical canonical;
  private long left = STEPS;

  /** An allowance for a value set, which the refusal names. */
  Allowance(Canonical canonical) {
    this.canonical = canonical;
  }

  /**
   * Takes steps: codes handled, or letters looked at.
   *
   * @throws org.fhirserver.store.FhirException INVALID if there are not so many left
   */
  void spend(long steps) {
    left -= steps;
    if (left < 0) {
      throw Refusals.tooCostly(canonical, "its rules need more than " + STEPS + " steps");
    }
  }

  /** A text that spends a step whenever a letter is looked at. */
  CharSequence counted(String text) {
    return new Counted(this, text);
  }

  private record Counted(Allowance allowance, CharSequence text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      allowance.spend(1);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(allowance, text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
