package org.fhirserver.it.search.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The half-open interval that a date, dateTime, instant or Period stands for. */
record TimeInterval(Instant start, Instant end) {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d)(:\\d\\d)?(?:\\.(\\d+))?(Z|[+-]\\d\\d:\\d\\d)?");

  /** By the precision of the text; without zone it is UTC. */
  static TimeInterval of(String text) {
    return switch (text.length()) {
      case 4 -> {
        LocalDate first = Year.parse(text).atDay(1);
        yield days(first, first.plusYears(1));
      }
      case 7 -> {
        LocalDate first = YearMonth.parse(text).atDay(1);
        yield days(first, first.plusMonths(1));
      }
      case 10 -> {
        LocalDate day = LocalDate.parse(text);
        yield days(day, day.plusDays(1));
      }
      default -> time(text);
    };
  }

  private static TimeInterval days(LocalDate first, LocalDate behind) {
    return new TimeInterval(
        first.atStartOfDay().toInstant(ZoneOffset.UTC),
        behind.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  private static TimeInterval time(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    ZoneOffset zone = parts.group(4) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(4));
    String seconds = parts.group(2) == null ? ":00" : parts.group(2);
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    Instant start =
        OffsetDateTime.of(
                LocalDateTime.parse(
                    parts.group(1) + seconds + (fraction.isEmpty() ? "" : "." + fraction)),
                zone)
            .toInstant();
    Duration length =
        parts.group(2) == null
            ? Duration.ofMinutes(1)
            : Duration.ofNanos((long) Math.pow(10, 9 - fraction.length()));
    return new TimeInterval(start, start.plus(length));
  }

  /** Of a value in a resource: a text, a Period or a Timing. */
  static TimeInterval of(JsonNode value) {
    if (value.isTextual()) {
      return of(value.asText());
    }
    if (value.has("event")) {
      TimeInterval all = of(value.path("event").path(0).asText());
      for (JsonNode event : value.path("event")) {
        all = all.union(of(event.asText()));
      }
      return all;
    }
    return new TimeInterval(
        value.has("start") ? of(value.path("start").asText()).start() : Instant.MIN,
        value.has("end") ? of(value.path("end").asText()).end() : Instant.MAX);
  }

  private TimeInterval union(TimeInterval other) {
    return new TimeInterval(
        start.isBefore(other.start) ? start : other.start,
        end.isAfter(other.end) ? end : other.end);
  }

  /**
   * Whether a target fulfils a search value. For {@code ge} and {@code le} it is enough that they
   * overlap, see docs/adr/0004-dates-at-the-bounds.md; all else is as specified.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
   */
  static boolean matches(String searchValue, TimeInterval target, Instant now) {
    String prefix = Prefix.of(searchValue);
    TimeInterval asked = of(Prefix.without(searchValue));
    return switch (prefix) {
      case "eq" -> asked.contains(target);
      case "ne" -> !asked.contains(target);
      case "gt" -> target.end.isAfter(asked.end);
      case "lt" -> target.start.isBefore(asked.start);
      case "ge" -> target.end.isAfter(asked.start);
      case "le" -> target.start.isBefore(asked.end);
      case "sa" -> !target.start.isBefore(asked.end);
      case "eb" -> !target.end.isAfter(asked.start);
      case "ap" -> asked.widened(now).overlaps(target);
      default -> throw new IllegalArgumentException(prefix);
    };
  }

  private boolean contains(TimeInterval target) {
    return !target.start.isBefore(start) && !target.end.isAfter(end);
  }

  private boolean overlaps(TimeInterval target) {
    return target.start.isBefore(end) && target.end.isAfter(start);
  }

  /** By a tenth of the distance from now. */
  private TimeInterval widened(Instant now) {
    Duration tenth = Duration.between(start, now).abs().dividedBy(10);
    return new TimeInterval(start.minus(tenth), end.plus(tenth));
  }
}
