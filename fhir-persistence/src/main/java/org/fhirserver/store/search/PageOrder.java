package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;

/**
 * The order of results: by sort keys if there are any, resources without value last; else as they
 * were created, where several types come one after another. Equals are told apart by their resource
 * keys, in the direction of the last sort key, so that each order has a mirror image.
 *
 * @param values what the results are ordered by before their keys
 * @param byType whether types come one after another; then the one value is the number of the type
 */
public record PageOrder(List<Value> values, boolean byType) {

  /** The order in which resources of one type were created. */
  public static final PageOrder CREATED = new PageOrder(List.of(), false);

  /** Types one after another, each in the order in which its resources were created. */
  public static final PageOrder BY_TYPE =
      new PageOrder(List.of(new Value(true, false, true)), true);

  /**
   * A value that results are ordered by.
   *
   * @param isNumber whether it is a number, else it is a text
   * @param descending whether the highest come first
   * @param isRequired whether every resource has it
   */
  public record Value(boolean isNumber, boolean descending, boolean isRequired) {}

  /**
   * The order by sort keys; without any the one of creation.
   *
   * @throws FhirException INVALID for a composite, which has no order
   */
  public static PageOrder of(List<SortKey> sort) {
    return new PageOrder(sort.stream().map(PageOrder::value).toList(), false);
  }

  private static Value value(SortKey key) {
    boolean isColumn = key.parameter().sources().isEmpty();
    return new Value(SortValue.of(key).isNumber(), key.descending(), isColumn);
  }

  /** Whether a cursor can have these values, which are of the right kinds. */
  boolean fits(List<Optional<Object>> cursorValues) {
    return !byType || cursorValues.get(0).map(PageOrder::isType).orElse(false);
  }

  /** The type that a cursor of this order, which must be by type, stands in. */
  ResourceType typeOf(PageCursor cursor) {
    return ResourceType.numbered(((Long) cursor.sortValues().get(0).orElseThrow()).intValue());
  }

  private static boolean isType(Object number) {
    return Stream.of(ResourceType.values()).anyMatch(type -> number.equals((long) type.number()));
  }

  /** The columns that hold the values within a statement. */
  List<String> columns() {
    return byType
        ? List.of("type")
        : Stream.iterate(0, i -> i + 1).limit(values.size()).map(i -> "s" + i).toList();
  }
}
