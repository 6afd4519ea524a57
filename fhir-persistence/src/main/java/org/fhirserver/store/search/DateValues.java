package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.model.Element;

/**
 * The time intervals of an element.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">Date search</a>
 */
final class DateValues {
  private DateValues() {}

  /** How elements of that FHIR type are read; empty if a date parameter cannot read them. */
  static Optional<ValueReader> reader(String type) {
    return switch (type) {
      case "date", "dateTime", "instant" ->
          Optional.of((element, values) -> range(element).ifPresent(values::date));
      case "Period" -> Optional.of((period, values) -> period(period).ifPresent(values::date));
      case "Timing" -> Optional.of((timing, values) -> timing(timing).ifPresent(values::date));
      default -> Optional.empty();
    };
  }

  private static Optional<DateRange> range(Element element) {
    return element.value().flatMap(DateRange::parse);
  }

  private static Optional<DateRange> period(Element period) {
    Optional<DateRange> start = period.child("start").flatMap(DateValues::range);
    Optional<DateRange> end = period.child("end").flatMap(DateValues::range);
    if (start.isEmpty() && end.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DateRange(
            start.map(DateRange::low).orElse(DateRange.OPEN_LOW),
            end.map(DateRange::high).orElse(DateRange.OPEN_HIGH)));
  }

  /** From the first of the events and the bounds to the last. */
  private static Optional<DateRange> timing(Element timing) {
    Optional<DateRange> all =
        timing
            .child("repeat")
            .flatMap(repeat -> repeat.child("bounds"))
            .filter(bounds -> bounds.type().name().equals("Period"))
            .flatMap(DateValues::period);
    for (Element event : timing.children("event")) {
      Optional<DateRange> range = range(event);
      all =
          all.isPresent() && range.isPresent() ? all.map(range.get()::union) : all.or(() -> range);
    }
    return all;
  }
}
