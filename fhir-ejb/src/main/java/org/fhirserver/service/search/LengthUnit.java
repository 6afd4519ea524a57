package org.fhirserver.service.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Units that distances on earth are told in.
 *
 * @see <a href="https://ucum.org/ucum">UCUM</a>
 */
enum LengthUnit {
  KILOMETRE(1_000, "km"),
  METRE(1, "m"),
  CENTIMETRE(0.01, "cm"),
  MILLIMETRE(0.001, "mm"),
  MILE(1_609.344, "[mi_i]", "mi"),
  SURVEY_MILE(5_280 * 1_200.0 / 3_937, "[mi_us]"),
  NAUTICAL_MILE(1_852, "[nmi_i]"),
  FOOT(0.3048, "[ft_i]", "ft"),
  YARD(0.9144, "[yd_i]", "yd");

  private final double metres;
  private final List<String> codes;

  /**
   * A unit.
   *
   * @param codes its UCUM code first, then what else it is called
   */
  LengthUnit(double metres, String... codes) {
    this.metres = metres;
    this.codes = List.of(codes);
  }

  /** The unit of that name. */
  static Optional<LengthUnit> named(String code) {
    return Arrays.stream(values()).filter(unit -> unit.codes.contains(code)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values())
        .flatMap(unit -> unit.codes.stream())
        .collect(Collectors.joining(", "));
  }

  /** How many metres that many of it are. */
  double toMetres(double number) {
    return number * metres;
  }
}
