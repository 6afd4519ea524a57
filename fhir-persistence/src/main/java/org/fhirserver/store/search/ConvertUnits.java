package org.fhirserver.store.search;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.search.Expression.And;
import org.fhirserver.store.search.Expression.Chained;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.Expression.Not;
import org.fhirserver.store.search.Expression.Or;
import org.fhirserver.store.search.Expression.Paired;
import org.fhirserver.store.search.Expression.Referred;
import org.fhirserver.store.ucum.Unit;
import org.fhirserver.store.ucum.Units;

/**
 * Rewrite: a quantity in a unit of UCUM is looked for in all comparable units that are in use at
 * its path, the ends of its interval converted exactly. So {@code 5.4|http://unitsofmeasure.org|g},
 * which is 5.35 to 5.45 g, finds 5400 mg.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">Quantity search</a>
 */
final class ConvertUnits {
  /** The most conversions in one search, so that its statement stays small. */
  static final int MOST_CONVERSIONS = 2_000;

  private final Units units;
  private final InUse inUse;
  private final Map<IndexPath, Collection<CodedUnit>> known = new HashMap<>();
  private int conversions;

  private ConvertUnits(Units units, InUse inUse) {
    this.units = units;
    this.inUse = inUse;
  }

  /** Tells which units are in use. */
  interface InUse {
    /**
     * Those of the values of a parameter at a path; at least those of UCUM.
     *
     * @throws FhirException INVALID if there are too many
     */
    Collection<CodedUnit> at(SearchParameter parameter, IndexPath path);
  }

  /**
   * The same search over all comparable units.
   *
   * @throws FhirException INVALID if there are too many of them
   */
  static Expression apply(Expression expression, Units units, InUse inUse) {
    return new ConvertUnits(units, inUse).converted(expression);
  }

  private Expression converted(Expression expression) {
    if (expression instanceof And and) {
      return new And(and.operands().stream().map(this::converted).toList());
    }
    if (expression instanceof Or or) {
      return new Or(or.operands().stream().map(this::converted).toList());
    }
    if (expression instanceof Not not) {
      return new Not(converted(not.operand()));
    }
    if (expression instanceof Paired paired) {
      return new Paired(paired.matches().stream().map(this::converted).toList());
    }
    if (expression instanceof Chained chain) {
      return new Chained(
          chain.reference(), chain.sources(), chain.target(), converted(chain.filter()));
    }
    if (expression instanceof Referred has) {
      return new Referred(has.reference(), has.sources(), converted(has.filter()));
    }
    return expression instanceof Match match ? converted(match) : expression;
  }

  private Match converted(Match match) {
    if (match.parameter().type() != SearchParameterType.QUANTITY) {
      return match;
    }
    List<ValueTest> tests = new ArrayList<>(match.anyOf());
    for (ValueTest test : match.anyOf()) {
      if (test instanceof ValueTest.Quantity quantity) {
        unitOf(quantity).ifPresent(unit -> addConverted(tests, match, quantity, unit));
      }
    }
    return tests.size() == match.anyOf().size()
        ? match
        : new Match(match.parameter(), match.sources(), tests);
  }

  private Optional<CodedUnit> unitOf(ValueTest.Quantity quantity) {
    if (quantity.system().filter(Units.SYSTEM::equals).isEmpty()) {
      return Optional.empty();
    }
    return quantity.code().flatMap(code -> units.find(code).map(unit -> new CodedUnit(code, unit)));
  }

  private void addConverted(
      List<ValueTest> tests, Match match, ValueTest.Quantity quantity, CodedUnit unit) {
    match.sources().stream()
        .flatMap(
            source ->
                known
                    .computeIfAbsent(source.path(), path -> inUse.at(match.parameter(), path))
                    .stream())
        .distinct()
        .filter(other -> !other.code().equals(unit.code()))
        .filter(other -> unit.unit().isComparableWith(other.unit()))
        .forEach(other -> tests.add(converted(match, quantity, unit.unit(), other)));
  }

  private ValueTest converted(Match match, ValueTest.Quantity quantity, Unit from, CodedUnit to) {
    if (++conversions > MOST_CONVERSIONS) {
      throw new FhirException(
          Category.INVALID,
          "too-costly",
          "The values of search parameter '"
              + match.parameter().code()
              + "' can be converted to more than "
              + MOST_CONVERSIONS
              + " units in all; leave out the system of the unit to compare it as it is written.");
    }
    Comparator comparator = quantity.comparator();
    return new ValueTest.Quantity(
        comparator,
        converted(quantity.low(), from, to.unit(), RoundingMode.CEILING),
        converted(quantity.value(), from, to.unit(), roundingOfValue(comparator)),
        converted(
            quantity.high(),
            from,
            to.unit(),
            comparator == Comparator.AP ? RoundingMode.FLOOR : RoundingMode.CEILING),
        quantity.system(),
        Optional.of(to.code()));
  }

  /**
   * Where the exact result has more digits than the index, it lies between two numbers of the
   * index: "at least" and "below" are decided by the upper one, "above" and "at most" by the lower.
   */
  private static RoundingMode roundingOfValue(Comparator comparator) {
    return switch (comparator) {
      case GT, SA, LE -> RoundingMode.FLOOR;
      default -> RoundingMode.CEILING;
    };
  }

  private static BigDecimal converted(BigDecimal value, Unit from, Unit to, RoundingMode rounding) {
    return from.convert(value, to, OrderedDecimal.MAX_DIGITS, rounding);
  }
}
