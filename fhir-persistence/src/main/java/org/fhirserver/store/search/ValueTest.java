package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.model.ResourceType;

/** What one indexed value must fulfil; the text form is the one that tests compare. */
public sealed interface ValueTest {

  /**
   * A code.
   *
   * @param system the system; present but "" for "no system"; empty for any
   * @param code the code; empty for any
   */
  record Token(Optional<String> system, Optional<String> code) implements ValueTest {
    @Override
    public String toString() {
      return system.map(value -> value + "|").orElse("") + code.orElse("");
    }
  }

  /** How strings are compared. */
  enum TextMode {
    STARTS,
    CONTAINS,
    EXACT
  }

  /** A string. */
  record Text(TextMode mode, String value) implements ValueTest {
    @Override
    public String toString() {
      return mode.name().toLowerCase(java.util.Locale.ROOT) + " " + value;
    }
  }

  /** What a code is called starts with that text. */
  record CodeText(String value) implements ValueTest {
    @Override
    public String toString() {
      return "text " + value;
    }
  }

  /**
   * A string as a whole, case and accents aside.
   *
   * @param comparator EQ, or GT, GE, LT or LE by the code points of its characters
   */
  record WholeText(Comparator comparator, String value) implements ValueTest {
    @Override
    public String toString() {
      return comparator.prefix() + " " + value;
    }
  }

  /** The end of a string, case and accents aside. */
  record TextEnd(String value) implements ValueTest {
    @Override
    public String toString() {
      return "ends " + value;
    }
  }

  /** A value that fulfils none of the tests. */
  record NoneOf(List<ValueTest> tests) implements ValueTest {
    @Override
    public String toString() {
      return tests.stream()
          .map(Object::toString)
          .collect(Collectors.joining(" , ", "none of ", ""));
    }
  }

  /** A time interval; for AP it is already widened. */
  record Date(Comparator comparator, DateRange range) implements ValueTest {
    @Override
    public String toString() {
      return comparator.prefix() + " " + range.low() + ".." + range.high();
    }
  }

  /** Several conditions on one and the same time interval. */
  record Dates(List<Date> allOf) implements ValueTest {
    @Override
    public String toString() {
      return allOf.stream().map(Date::toString).collect(Collectors.joining(" & "));
    }
  }

  /**
   * A number, or the number of a quantity.
   *
   * @param low the low end of the interval that the precision of the search value spans (for AP of
   *     the approximate one)
   * @param value the exact search value
   * @param high the high end, itself outside (for AP inside)
   * @param system the system of the unit; empty for any
   * @param code the unit; empty for any
   */
  record Quantity(
      Comparator comparator,
      BigDecimal low,
      BigDecimal value,
      BigDecimal high,
      Optional<String> system,
      Optional<String> code)
      implements ValueTest {
    @Override
    public String toString() {
      return comparator.prefix()
          + " "
          + value.toPlainString()
          + system.map(text -> "|" + text).orElse("")
          + code.map(text -> "|" + text).orElse("");
    }
  }

  /** A reference to that id in any of these types. */
  record Reference(Set<ResourceType> types, String id) implements ValueTest {
    @Override
    public String toString() {
      return types.stream().map(ResourceType::typeName).sorted().collect(Collectors.joining(","))
          + "/"
          + id;
    }
  }

  /** A reference to one of the resources with these hashes of type and id. */
  record Targets(List<Long> hashes) implements ValueTest {
    @Override
    public String toString() {
      return "target " + hashes.size();
    }
  }

  /** A URI or a reference by URL. */
  record Uri(String value) implements ValueTest {
    @Override
    public String toString() {
      return value;
    }
  }

  /** A URI, but no URN, that starts with that value. */
  record UriBelow(String value) implements ValueTest {
    /** What URNs start with. */
    static final String URN = "urn:";

    /** Whether a URI has others above or below it. */
    public static boolean isHierarchic(String uri) {
      return !uri.startsWith(URN);
    }

    @Override
    public String toString() {
      return "below " + value;
    }
  }

  /** A URI that the value starts with; the value is no URN. */
  record UriAbove(String value) implements ValueTest {
    @Override
    public String toString() {
      return "above " + value;
    }
  }

  /**
   * A place no farther away than that.
   *
   * @param latitude in degrees, from -90 to 90
   * @param longitude in degrees, from -180 to 180
   * @param metres the distance along the surface of the earth
   */
  record Near(double latitude, double longitude, double metres) implements ValueTest {
    @Override
    public String toString() {
      return "near " + latitude + "|" + longitude + "|" + metres;
    }
  }
}
