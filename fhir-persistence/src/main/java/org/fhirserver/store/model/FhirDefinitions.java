package org.fhirserver.store.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All types of FHIR R4: resources, data types, primitives and backbone elements.
 *
 * @see <a href="https://hl7.org/fhir/R4/definitions.html">Definitions of FHIR R4</a>
 */
public final class FhirDefinitions {
  private static final String FILE = "types.txt";

  private final Map<String, TypeDefinition> types;
  private final Map<ResourceType, TypeDefinition> resources = new EnumMap<>(ResourceType.class);

  private FhirDefinitions(Map<String, TypeDefinition> types) {
    this.types = types;
    for (ResourceType resourceType : ResourceType.values()) {
      TypeDefinition type = types.get(resourceType.typeName());
      if (type == null) {
        throw new IllegalStateException("No definition of " + resourceType);
      }
      resources.put(resourceType, type);
    }
  }

  /** Reads the definitions that come with this module. */
  public static FhirDefinitions load() {
    return new FhirDefinitions(new DefinitionsFile().read(FILE));
  }

  /** The definition of a resource type. */
  public TypeDefinition resource(ResourceType resourceType) {
    return Objects.requireNonNull(resources.get(resourceType));
  }

  /** The type of that name: "Patient", "HumanName", "dateTime" or "Patient.contact". */
  public Optional<TypeDefinition> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All types. */
  public Collection<TypeDefinition> types() {
    return Collections.unmodifiableCollection(types.values());
  }
}
