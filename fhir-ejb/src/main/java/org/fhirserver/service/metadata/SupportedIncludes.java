package org.fhirserver.service.metadata;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;
import org.fhirserver.store.search.SearchParameterType;

/**
 * The values of {@code _include} and {@code _revinclude} that make sense for each type.
 *
 * @see <a
 *     href="https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource.searchInclude">searchInclude</a>
 */
final class SupportedIncludes {
  private static final String ANY = "*";

  private final Map<ResourceType, List<String>> forward = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, List<String>> reverse = new EnumMap<>(ResourceType.class);

  SupportedIncludes(SearchParameterRegistry registry) {
    for (ResourceType source : ResourceType.values()) {
      for (SearchParameter parameter : registry.parameters(source)) {
        if (source.isStored() && parameter.type() == SearchParameterType.REFERENCE) {
          add(source, parameter);
        }
      }
    }
  }

  private void add(ResourceType source, SearchParameter parameter) {
    String value = source + ":" + parameter.code();
    forward.computeIfAbsent(source, SupportedIncludes::any).add(value);
    for (ResourceType target : parameter.possibleTargets()) {
      reverse.computeIfAbsent(target, SupportedIncludes::any).add(value);
    }
  }

  private static List<String> any(ResourceType type) {
    return new ArrayList<>(List.of(ANY));
  }

  /** The values of {@code _include}; none if the type has no references. */
  List<String> forward(ResourceType type) {
    return forward.getOrDefault(type, List.of());
  }

  /** The values of {@code _revinclude}; none if nothing refers to the type. */
  List<String> reverse(ResourceType type) {
    return reverse.getOrDefault(type, List.of());
  }
}
