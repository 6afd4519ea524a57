package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.UriType;

/**
 * Turns what HAPI's FHIRPath engine found into the text form of {@link ValueText}; written by the
 * rules of the specification and sharing nothing with the code that it checks.
 */
final class HapiValues {
  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9\\-.]{1,64})(/_history/.*)?");
  private static final Pattern FRACTION = Pattern.compile("\\.(\\d+)");

  private final Set<String> values = new TreeSet<>();

  /** The values of that kind. */
  static Set<String> of(SearchParameterType kind, List<Base> found) {
    HapiValues converter = new HapiValues();
    found.forEach(base -> converter.add(kind, base));
    return converter.values;
  }

  private void add(SearchParameterType kind, Base base) {
    switch (kind) {
      case TOKEN -> token(base);
      case STRING -> string(base);
      case DATE -> date(base);
      case NUMBER, QUANTITY -> quantity(kind, base);
      case REFERENCE -> reference(base);
      case URI -> uri(base);
      case SPECIAL -> position((Location.LocationPositionComponent) base);
      case COMPOSITE -> throw new IllegalArgumentException("Composites have no values");
    }
  }

  private void position(Location.LocationPositionComponent position) {
    if (position.hasLatitude() && position.hasLongitude()) {
      values.add(
          position.getLatitude().doubleValue() + " " + position.getLongitude().doubleValue());
    }
  }

  private void token(Base base) {
    if (base instanceof Coding coding) {
      token(coding.getSystem(), coding.getCode());
    } else if (base instanceof CodeableConcept concept) {
      concept.getCoding().forEach(this::token);
    } else if (base instanceof Identifier identifier) {
      token(identifier.getSystem(), identifier.getValue());
    } else if (base instanceof ContactPoint contact) {
      token(null, contact.getValue());
    } else if (base instanceof PrimitiveType<?> primitive) {
      token(null, primitive.getValueAsString());
    }
  }

  private void token(String system, String code) {
    String text = orEmpty(system) + "|" + orEmpty(code);
    if (!text.equals("|")) {
      values.add(text);
    }
  }

  private void string(Base base) {
    if (base instanceof HumanName name) {
      Stream.of(name.getGiven(), name.getPrefix(), name.getSuffix())
          .flatMap(List::stream)
          .forEach(this::string);
      string(name.getFamilyElement());
      string(name.getTextElement());
    } else if (base instanceof Address address) {
      address.getLine().forEach(this::string);
      Stream.of(
              address.getCityElement(),
              address.getDistrictElement(),
              address.getStateElement(),
              address.getCountryElement(),
              address.getPostalCodeElement(),
              address.getTextElement())
          .forEach(this::string);
    } else if (base instanceof StringType text && text.hasValue()) {
      // getValue() of a markdown has lost its outer white space.
      values.add(text.getValueAsString());
    }
  }

  private void date(Base base) {
    List<long[]> ranges = new ArrayList<>();
    if (base instanceof BaseDateTimeType date && date.hasValue()) {
      ranges.add(range(date));
    } else if (base instanceof Period period) {
      addPeriod(period, ranges);
    } else if (base instanceof Timing timing) {
      timing.getEvent().stream().filter(Base::hasPrimitiveValue).forEach(e -> ranges.add(range(e)));
      if (timing.getRepeat().hasBoundsPeriod()) {
        addPeriod(timing.getRepeat().getBoundsPeriod(), ranges);
      }
    }
    if (!ranges.isEmpty()) {
      long low = ranges.stream().mapToLong(range -> range[0]).min().orElseThrow();
      long high = ranges.stream().mapToLong(range -> range[1]).max().orElseThrow();
      values.add(low + ".." + high);
    }
  }

  private static void addPeriod(Period period, List<long[]> ranges) {
    if (period.hasStart() || period.hasEnd()) {
      long low = period.hasStart() ? range(period.getStartElement())[0] : Long.MIN_VALUE;
      long high = period.hasEnd() ? range(period.getEndElement())[1] : Long.MAX_VALUE;
      ranges.add(new long[] {low, high});
    }
  }

  private static long[] range(BaseDateTimeType date) {
    String text = date.getValueAsString();
    if (text.length() <= 10) {
      LocalDate start = LocalDate.parse((text + "-01-01").substring(0, 10));
      LocalDate end =
          switch (text.length()) {
            case 4 -> start.plusYears(1);
            case 7 -> start.plusMonths(1);
            default -> start.plusDays(1);
          };
      return new long[] {micros(midnight(start)), micros(midnight(end))};
    }
    boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
    Instant start = OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
    boolean minutes = text.substring(11).matches("\\d\\d:\\d\\d(Z|[+-].*)?");
    Matcher fraction = FRACTION.matcher(text);
    double seconds = minutes ? 60 : fraction.find() ? Math.pow(10, -fraction.group(1).length()) : 1;
    long length = Math.max(1, Math.round(seconds * 1_000_000));
    return new long[] {micros(start), micros(start) + length};
  }

  private static Instant midnight(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private void quantity(SearchParameterType kind, Base base) {
    if (base instanceof Money money && money.hasValue()) {
      String currency = orEmpty(money.getCurrency());
      String system = currency.isEmpty() ? "" : "urn:iso:std:iso:4217";
      quantity(money.getValue(), money.getValue(), system, currency);
    } else if (base instanceof Quantity quantity && quantity.hasValue()) {
      quantity(quantity.getValue(), quantity.getValue(), quantity);
    } else if (base instanceof Range range && kind == SearchParameterType.NUMBER) {
      quantity(range.getLow().getValue(), range.getHigh().getValue(), "", "");
    } else if (base instanceof Range range) {
      quantity(
          range.getLow().getValue(),
          range.getHigh().getValue(),
          range.getLow().hasValue() ? range.getLow() : range.getHigh());
    } else if (base instanceof PrimitiveType<?> number && number.hasValue()) {
      BigDecimal value = new BigDecimal(number.getValueAsString());
      quantity(value, value, "", "");
    }
  }

  private void quantity(BigDecimal low, BigDecimal high, Quantity unit) {
    String code = unit.hasCode() ? unit.getCode() : unit.getUnit();
    quantity(low, high, unit.getSystem(), code);
    if (unit.hasUnit()) {
      quantity(low, high, unit.getUnit().equals(code) ? unit.getSystem() : "", unit.getUnit());
    }
  }

  private void quantity(BigDecimal low, BigDecimal high, String system, String code) {
    if (low != null || high != null) {
      values.add(
          ValueText.number(low)
              + ".."
              + ValueText.number(high)
              + " "
              + orEmpty(system)
              + "|"
              + orEmpty(code));
    }
  }

  private void reference(Base base) {
    if (base instanceof Reference reference) {
      reference(orEmpty(reference.getReference()));
    } else if (base instanceof Resource resource && resource.hasId()) {
      values.add(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    } else {
      uri(base);
    }
  }

  private void reference(String text) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      values.add(relative.group(1) + "/" + relative.group(2));
    } else if (!text.startsWith("#") && text.matches("[a-z]+:.*")) {
      values.add(text.replaceFirst("/_history/.*", ""));
    }
  }

  private void uri(Base base) {
    if (base instanceof CanonicalType canonical && canonical.hasValue()) {
      if (!canonical.getValue().startsWith("#")) {
        String url = canonical.getValue().replaceFirst("#.*", "");
        values.add(url);
        values.add(url.replaceFirst("\\|.*", ""));
      }
    } else if (base instanceof UriType uri && uri.hasValue()) {
      values.add(uri.getValue());
    }
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
