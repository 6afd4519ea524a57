package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * Where on earth something is.
 *
 * @see <a href="https://hl7.org/fhir/R4/location.html#positional">Positional searching</a>
 */
final class PositionValues {
  private static final double FULL_CIRCLE = 360;
  private static final double POLE = 90;

  private PositionValues() {}

  /** How elements of that FHIR type are read; empty if they are no positions. */
  static Optional<ValueReader> reader(String type) {
    return type.equals("Location.position")
        ? Optional.of(PositionValues::position)
        : Optional.empty();
  }

  /** A latitude beyond the poles is no place; a longitude beyond the date line is. */
  private static void position(Element position, ValueCollector values) {
    Optional<Double> latitude = position.childValue("latitude").map(Double::valueOf);
    Optional<Double> longitude =
        position
            .childValue("longitude")
            .map(text -> Math.IEEEremainder(Double.parseDouble(text), FULL_CIRCLE))
            .filter(Double::isFinite);
    if (latitude.isPresent() && longitude.isPresent() && Math.abs(latitude.get()) <= POLE) {
      values.position(latitude.get(), longitude.get());
    }
  }
}
