package org.fhirserver.store.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.tenant.Tenant;

/**
 * Words and their places as PostgreSQL reads a {@code tsvector}. Every word carries the scope it is
 * searched in, so that the index keeps the words of one resource type apart from all others.
 *
 * @see <a href="https://www.postgresql.org/docs/current/textsearch-limits.html">Limits</a>
 */
final class WordVector {
  /** The largest vector, in bytes; further words of a resource are not found. */
  static final int MAX_SIZE = 1_000_000;

  /** The last place that is told apart; phrases behind it are not found. */
  static final int MAX_PLACE = 16_383;

  /** The most places of one word. */
  static final int MAX_PLACES_OF_WORD = 255;

  /** Between two texts, so that no phrase reaches from one into the other. */
  private static final int GAP = 2;

  /** More than there are paths of full text. */
  private static final int PATHS = 1024;

  private static final int BYTES_OF_WORD = 8;
  private static final int BYTES_OF_CHARACTER = 3;
  private static final int BYTES_OF_PLACE = 2;

  private static final class Places {
    private final StringBuilder text = new StringBuilder();
    private int count;
  }

  private final Map<String, Places> places = new LinkedHashMap<>();
  private int place;
  private int size;

  /** Adds the words of one text. */
  void add(List<String> words) {
    for (String word : words) {
      place++;
      add(word);
    }
    place += GAP;
  }

  private void add(String word) {
    Places known = places.get(word);
    if (known == null) {
      size += BYTES_OF_WORD + BYTES_OF_CHARACTER * word.length();
      if (size > MAX_SIZE) {
        return;
      }
      known = new Places();
      places.put(word, known);
    }
    if (place <= MAX_PLACE && known.count < MAX_PLACES_OF_WORD && size <= MAX_SIZE) {
      known.text.append(known.count++ == 0 ? ':' : ',').append(place);
      size += BYTES_OF_PLACE;
    }
  }

  /** Whether there are no words. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /** The text form of the vector in a scope. */
  String in(String scope) {
    StringBuilder vector = new StringBuilder();
    places.forEach(
        (word, found) -> vector.append(lexeme(scope, word)).append(found.text).append(' '));
    return vector.toString();
  }

  /** What the words carry that stand at a path of a tenant. */
  static String scope(Tenant tenant, IndexPath path) {
    return Long.toString((long) tenant.number() * PATHS + path.id(), Character.MAX_RADIX);
  }

  /** A word in its scope; words have neither quotes nor backslashes. */
  static String lexeme(String scope, String word) {
    return "'" + scope + ":" + word + "'";
  }
}
