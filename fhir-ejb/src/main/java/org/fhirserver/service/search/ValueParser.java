package org.fhirserver.service.search;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.CanonicalUrl;
import org.fhirserver.store.search.Comparator;
import org.fhirserver.store.search.DateRange;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.ValueTest;

/**
 * Reads one value of a search parameter, without modifier or separator.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#ptypes">Search parameter types</a>
 */
final class ValueParser {
  private static final int MAX_NUMBER_LENGTH = 40;
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private final Instant now;
  private final String baseUrl;

  /**
   * A parser for one request.
   *
   * @param now what approximate dates are measured from
   * @param baseUrl the service base URL, without slash at the end
   */
  ValueParser(Instant now, String baseUrl) {
    this.now = now;
    this.baseUrl = baseUrl;
  }

  /**
   * The test that a value of a simple parameter stands for.
   *
   * @throws FhirException INVALID if it is none of the parameter's type
   */
  ValueTest parse(SearchParameter parameter, String value) {
    return switch (parameter.type()) {
      case STRING -> new ValueTest.Text(ValueTest.TextMode.STARTS, EscapedText.unescape(value));
      case TOKEN -> token(parameter, value);
      case DATE -> date(parameter, value);
      case NUMBER -> quantity(parameter, value, 1);
      case QUANTITY -> quantity(parameter, value, 3);
      case REFERENCE -> reference(parameter, value, Optional.empty());
      case URI -> uri(parameter, value);
      case SPECIAL -> NearValue.parse(parameter, value);
      case COMPOSITE -> throw new IllegalArgumentException(parameter.code());
    };
  }

  /** A URI; the fragment of a canonical one does not count. */
  static ValueTest.Uri uri(SearchParameter parameter, String value) {
    String text = EscapedText.unescape(value);
    String uri = parameter.isCanonical() ? CanonicalUrl.withoutFragment(text) : text;
    if (uri.isEmpty()) {
      throw invalid(parameter, value, "it has nothing but a fragment");
    }
    return new ValueTest.Uri(uri);
  }

  /** A code or identifier with or without system. */
  ValueTest.Token token(SearchParameter parameter, String value) {
    List<String> parts = EscapedText.split(value, '|');
    if (parts.size() > 2) {
      throw invalid(parameter, value, "a token has one '|' at most");
    }
    Optional<String> code =
        Optional.of(EscapedText.unescape(parts.get(parts.size() - 1)))
            .filter(text -> !text.isEmpty());
    Optional<String> system =
        parts.size() == 2 ? Optional.of(EscapedText.unescape(parts.get(0))) : Optional.empty();
    if (code.isEmpty() && system.filter(text -> !text.isEmpty()).isEmpty()) {
      throw invalid(parameter, value, "a token needs a system or a code");
    }
    return new ValueTest.Token(system, code);
  }

  /** A date with its prefix. */
  ValueTest.Date date(SearchParameter parameter, String value) {
    Optional<Comparator> prefix = Comparator.prefixOf(value);
    String text = prefix.isPresent() ? value.substring(2) : value;
    // A plus sign that was not percent-encoded has become a blank.
    DateRange range =
        DateRange.parse(text.replace(' ', '+'))
            .orElseThrow(
                () ->
                    invalid(parameter, value, "a date is YYYY, YYYY-MM, YYYY-MM-DD or a dateTime"));
    Comparator comparator = prefix.orElse(Comparator.EQ);
    if (comparator == Comparator.AP) {
      long nowMicros = now.toEpochMilli() * 1000;
      long widening = Math.abs(nowMicros - range.low()) / 10;
      range = new DateRange(range.low() - widening, range.high() + widening);
    }
    return new ValueTest.Date(comparator, range);
  }

  private ValueTest quantity(SearchParameter parameter, String value, int maxParts) {
    List<String> parts = EscapedText.split(value, '|');
    if (parts.size() > maxParts) {
      throw invalid(
          parameter,
          value,
          maxParts == 1 ? "a number has no '|'" : "a quantity is number|system|code");
    }
    Optional<Comparator> prefix = Comparator.prefixOf(parts.get(0));
    String text = prefix.isPresent() ? parts.get(0).substring(2) : parts.get(0);
    BigDecimal number = number(parameter, value, text);
    Comparator comparator = prefix.orElse(Comparator.EQ);
    BigDecimal margin =
        comparator == Comparator.AP ? number.abs().multiply(TENTH) : halfOfLastDigit(number, text);
    return new ValueTest.Quantity(
        comparator,
        number.subtract(margin),
        number,
        number.add(margin),
        part(parts, 1),
        part(parts, 2));
  }

  /**
   * Half of the unit of the last digit; a power of ten counts as one with a decimal: the
   * specification takes 1e2 for 95 to 105.
   */
  private static BigDecimal halfOfLastDigit(BigDecimal number, String text) {
    int exponentMark = Math.max(text.indexOf('e'), text.indexOf('E'));
    boolean whole = exponentMark > 0 && text.lastIndexOf('.', exponentMark) < 0;
    return BigDecimal.valueOf(5, 1).scaleByPowerOfTen(-number.scale() - (whole ? 1 : 0));
  }

  private static Optional<String> part(List<String> parts, int position) {
    return parts.size() > position
        ? Optional.of(EscapedText.unescape(parts.get(position))).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** A number within a value. */
  static BigDecimal number(SearchParameter parameter, String value, String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_NUMBER_LENGTH
            && text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
    try {
      if (digits) {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.precision() - number.scale()) < 400) {
          return number;
        }
      }
    } catch (NumberFormatException malformed) {
      // Said below.
    }
    throw invalid(parameter, value, "it does not start with a number");
  }

  /**
   * A reference.
   *
   * @param modifierType the type that a modifier names, {@code subject:Patient}
   */
  ValueTest reference(
      SearchParameter parameter, String value, Optional<ResourceType> modifierType) {
    String text = EscapedText.unescape(value);
    if (text.startsWith(baseUrl + "/")) {
      text = text.substring(baseUrl.length() + 1);
    }
    int slash = text.indexOf('/');
    if (slash < 0 && ResourceKey.isId(text)) {
      Set<ResourceType> types =
          modifierType.<Set<ResourceType>>map(EnumSet::of).orElseGet(parameter::possibleTargets);
      return new ValueTest.Reference(types, text);
    }
    if (slash > 0) {
      Optional<ResourceType> type = ResourceType.named(text.substring(0, slash));
      String id = text.substring(slash + 1);
      if (type.isPresent()
          && ResourceKey.isId(id)
          && modifierType.map(type.get()::equals).orElse(true)) {
        return new ValueTest.Reference(EnumSet.of(type.get()), id);
      }
    }
    if (text.indexOf(':') > 0 && modifierType.isEmpty()) {
      return uri(parameter, value);
    }
    throw invalid(parameter, value, "a reference is an id, Type/id or an absolute URL");
  }

  static FhirException invalid(SearchParameter parameter, String value, String reason) {
    String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
    return FhirException.invalid(
        "The value '"
            + shown
            + "' of search parameter '"
            + parameter.code()
            + "' is not valid: "
            + reason
            + ".");
  }
}
