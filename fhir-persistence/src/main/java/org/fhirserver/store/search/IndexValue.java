package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/** One value that a search can find a resource by. Equal values of a resource stand once. */
public sealed interface IndexValue {

  /** The ordinal of a value that no composite pairs. */
  int NO_ELEMENT = -1;

  /** The path that it was found at. */
  IndexPath path();

  /** The ordinal (from 0) of the element that composites pair by, or {@link #NO_ELEMENT}. */
  int element();

  /**
   * A coded value.
   *
   * @param system the code system or namespace, "" if none is stated
   * @param code the code or value, "" if none
   * @param text what it is called, in the form of {@link CodeText}, "" if nothing says so
   */
  record Token(IndexPath path, int element, String system, String code, String text)
      implements IndexValue {

    /** Whatever they are called, the same codes are equal. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Token token
          && path.equals(token.path)
          && element == token.element
          && system.equals(token.system)
          && code.equals(token.code);
    }

    @Override
    public int hashCode() {
      return Objects.hash(path, element, system, code);
    }
  }

  /**
   * What something is called that has no code, or one that is called otherwise already.
   *
   * @param path a path of {@link Companion#TEXT}
   * @param text the text in the form of {@link CodeText}
   */
  record CodeText(IndexPath path, String text) implements IndexValue {
    @Override
    public int element() {
      return NO_ELEMENT;
    }
  }

  /** A string as it stands in the resource. */
  record Text(IndexPath path, int element, String value) implements IndexValue {}

  /** A time interval. */
  record Date(IndexPath path, int element, DateRange range) implements IndexValue {}

  /**
   * A number or quantity; a point has low = high, an empty bound is open.
   *
   * @param system the system of the unit, "" if none
   * @param code the coded unit, else the unit as written, "" if none
   */
  record Quantity(
      IndexPath path,
      int element,
      Optional<BigDecimal> low,
      Optional<BigDecimal> high,
      String system,
      String code)
      implements IndexValue {}

  /** A reference to a resource of this server, by type and id (a version is dropped). */
  record Reference(IndexPath path, int element, ResourceType type, String id)
      implements IndexValue {}

  /**
   * A reference that is no relative one: an absolute URL elsewhere, a URN or a canonical; or the
   * value of a uri parameter.
   */
  record Uri(IndexPath path, int element, String value) implements IndexValue {}

  /**
   * A place on earth.
   *
   * @param latitude in degrees, from -90 to 90
   * @param longitude in degrees, from -180 to 180
   */
  record Position(IndexPath path, int element, double latitude, double longitude)
      implements IndexValue {}

  /**
   * Texts of which the words are searched.
   *
   * @param texts as they stand in the resource; no phrase reaches from one into the next
   */
  record FullText(IndexPath path, int element, List<String> texts) implements IndexValue {}
}
