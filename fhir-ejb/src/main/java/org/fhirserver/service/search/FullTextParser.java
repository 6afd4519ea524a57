package org.fhirserver.service.search;

import java.util.ArrayList;
import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.Words;

/**
 * Reads what is searched for in a text: words that all must be there; behind a minus, words that
 * must not; in quotes, words that stand side by side; {@code or} or a comma between alternatives.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#content">Searching on the whole content</a>
 */
final class FullTextParser {
  /** The most words of one value. */
  static final int MAX_WORDS = 64;

  private static final String OR = "or";

  private final FullTextField field;
  private final ResourceType type;
  private int words;

  FullTextParser(FullTextField field, ResourceType type) {
    this.field = field;
    this.type = type;
  }

  /** A word or a phrase, as it is written. */
  private record Term(boolean isExcluded, boolean isQuoted, String text) {
    boolean isOr() {
      return !isExcluded && !isQuoted && text.equalsIgnoreCase(OR);
    }
  }

  /**
   * The expression that a value stands for.
   *
   * @param value escapes included
   * @throws FhirException INVALID if an alternative has no words, a phrase does not end, or there
   *     are too many words
   */
  Expression parse(String value) {
    List<Expression> alternatives = new ArrayList<>();
    for (String alternative : EscapedText.split(value, ',')) {
      List<Term> group = new ArrayList<>();
      for (Term term : terms(EscapedText.unescape(alternative))) {
        if (term.isOr() && !group.isEmpty()) {
          alternatives.add(all(group));
          group = new ArrayList<>();
        } else {
          group.add(term);
        }
      }
      alternatives.add(all(group));
    }
    return Expression.or(alternatives);
  }

  private Expression all(List<Term> terms) {
    List<List<String>> phrases = new ArrayList<>();
    List<Expression> conditions = new ArrayList<>();
    for (Term term : terms) {
      List<String> phrase = Words.of(term.text());
      words += phrase.size();
      if (phrase.isEmpty()) {
        continue;
      }
      if (term.isExcluded()) {
        conditions.add(new Expression.Not(fullText(List.of(phrase))));
      } else {
        phrases.add(phrase);
      }
    }
    if (words > MAX_WORDS) {
      throw invalid("it takes " + MAX_WORDS + " words at most");
    }
    if (!phrases.isEmpty()) {
      conditions.add(0, fullText(List.copyOf(phrases)));
    }
    if (conditions.isEmpty()) {
      throw invalid("there is an alternative without words");
    }
    return Expression.and(conditions);
  }

  private Expression fullText(List<List<String>> phrases) {
    return new Expression.FullText(field.path(type), phrases);
  }

  private List<Term> terms(String text) {
    List<Term> terms = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      if (Character.isWhitespace(text.charAt(position))) {
        position++;
        continue;
      }
      boolean excluded = text.charAt(position) == '-';
      int start = excluded ? position + 1 : position;
      boolean quoted = text.startsWith("\"", start);
      position = quoted ? endOfPhrase(text, start + 1) : endOfWord(text, start);
      terms.add(new Term(excluded, quoted, text.substring(start, position)));
    }
    return terms;
  }

  private int endOfPhrase(String text, int start) {
    int end = text.indexOf('"', start);
    if (end < 0) {
      throw invalid("a phrase has no closing quote");
    }
    return end + 1;
  }

  private static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && text.charAt(end) != '"') {
      end++;
    }
    return end;
  }

  private FhirException invalid(String reason) {
    return FhirException.invalid(
        "The value of search parameter '" + field.parameter() + "' is not valid: " + reason + ".");
  }
}
