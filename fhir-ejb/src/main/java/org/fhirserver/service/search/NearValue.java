package org.fhirserver.service.search;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.ValueTest;

/**
 * Reads a place with a distance, {@code latitude|longitude|distance|units}.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#positional">Positional searching</a>
 */
final class NearValue {
  /** The distance if none is given, in metres. */
  static final double DEFAULT_METRES = 50_000;

  private static final double MOST_LATITUDE = 90;
  private static final double MOST_LONGITUDE = 180;

  private NearValue() {}

  /**
   * The test that a value stands for.
   *
   * @throws FhirException INVALID if it is no place or no distance
   */
  static ValueTest.Near parse(SearchParameter parameter, String value) {
    List<String> parts = EscapedText.split(value, '|').stream().map(EscapedText::unescape).toList();
    if (parts.size() < 2 || parts.size() > 4) {
      throw ValueParser.invalid(parameter, value, "it is latitude|longitude|distance|units");
    }
    return new ValueTest.Near(
        degrees(parameter, value, parts.get(0), "latitude", MOST_LATITUDE),
        degrees(parameter, value, parts.get(1), "longitude", MOST_LONGITUDE),
        metres(parameter, value, parts));
  }

  private static double degrees(
      SearchParameter parameter, String value, String text, String name, double most) {
    double degrees = ValueParser.number(parameter, value, text).doubleValue();
    if (Math.abs(degrees) > most) {
      throw ValueParser.invalid(
          parameter, value, "a %s is from -%.0f to %.0f".formatted(name, most, most));
    }
    return degrees;
  }

  private static double metres(SearchParameter parameter, String value, List<String> parts) {
    String code = parts.size() == 4 && !parts.get(3).isEmpty() ? parts.get(3) : "km";
    LengthUnit unit =
        LengthUnit.named(code)
            .orElseThrow(
                () ->
                    ValueParser.invalid(
                        parameter, value, "the units are one of " + LengthUnit.names()));
    if (parts.size() < 3 || parts.get(2).isEmpty()) {
      return DEFAULT_METRES;
    }
    double distance = ValueParser.number(parameter, value, parts.get(2)).doubleValue();
    if (distance < 0 || Double.isInfinite(distance)) {
      throw ValueParser.invalid(parameter, value, "a distance is 0 or more");
    }
    return unit.toMetres(distance);
  }
}
