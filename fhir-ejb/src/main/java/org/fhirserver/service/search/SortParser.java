package org.fhirserver.service.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SortKey;

/**
 * Reads the parameter _sort for the types of a search.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#sort">Sorting</a>
 */
final class SortParser {
  /** The name of the parameter. */
  static final String NAME = "_sort";

  /** The most keys to sort by; their values must fit into a link. */
  static final int MAX_KEYS = 10;

  private final SearchParameterRegistry registry;
  private final Set<ResourceType> types;

  SortParser(SearchParameterRegistry registry, Set<ResourceType> types) {
    this.registry = registry;
    this.types = types;
  }

  /**
   * The keys to sort by, of the same kinds for each type.
   *
   * @throws FhirException INVALID if there are too many, or one cannot be sorted by
   */
  Map<ResourceType, List<SortKey>> parse(String value) {
    String[] texts = value.split(",", -1);
    if (texts.length > MAX_KEYS) {
      throw FhirException.invalid("The _sort parameter takes at most " + MAX_KEYS + " keys.");
    }
    Map<ResourceType, List<SortKey>> keys = new EnumMap<>(ResourceType.class);
    for (ResourceType type : types) {
      keys.put(type, Stream.of(texts).map(text -> key(type, text)).toList());
    }
    requireSameKinds(texts, keys);
    return keys;
  }

  private SortKey key(ResourceType type, String text) {
    boolean descending = text.startsWith("-");
    String code = descending ? text.substring(1) : text;
    SearchParameter parameter =
        registry
            .find(type, code)
            .filter(found -> found.type().isSortable())
            .orElseThrow(
                () ->
                    new FhirException(
                        FhirException.Category.INVALID,
                        "not-supported",
                        "Sorting by the '"
                            + code
                            + "' parameter is not supported for resource type '"
                            + type
                            + "'."));
    return new SortKey(parameter, descending);
  }

  /** Only values of one kind can be compared over several types. */
  private static void requireSameKinds(String[] texts, Map<ResourceType, List<SortKey>> keys) {
    for (int i = 0; i < texts.length; i++) {
      int position = i;
      long kinds =
          keys.values().stream()
              .map(list -> list.get(position).parameter().type())
              .distinct()
              .count();
      if (kinds > 1) {
        throw FhirException.invalid(
            "Sorting by '"
                + texts[i]
                + "' is not possible over resource types whose values are of different kinds.");
      }
    }
  }
}
