package org.fhirserver.it;

/**
 * Which of many alike things a run of the tests tries: each build tries a share of them on each
 * database, another one on each; the profile {@code walks} tries all.
 */
public final class Walk {
  private static final int EVERY = Integer.getInteger("walk.every", 1);
  private static final int FIRST = Integer.getInteger("walk.first", 0);

  private Walk() {}

  /** Whether the thing with this number, from 0, is tried. */
  public static boolean takes(int number) {
    return number % EVERY == FIRST;
  }

  /** How many of so many things are tried. */
  public static int of(int things) {
    return (things - FIRST + EVERY - 1) / EVERY;
  }
}
