package org.fhirserver.service.search;

import java.util.Optional;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * Where a search looks.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#search">search</a>
 */
public sealed interface SearchScope {

  /** The resources of all types, or those of the parameter _type. */
  record All() implements SearchScope {
    @Override
    public String path() {
      return "";
    }
  }

  /** The resources of one type. */
  record Type(ResourceType type) implements SearchScope {
    @Override
    public String path() {
      return "/" + type;
    }
  }

  /**
   * What belongs to a resource.
   *
   * @param owner the resource that the compartment is about; it need not exist
   * @param member the type to look at; empty for all, or those of the parameter _type
   * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">Compartments</a>
   */
  record Compartment(ResourceKey owner, Optional<ResourceType> member) implements SearchScope {
    /** What stands for all types in the URL. */
    public static final String ALL_TYPES = "*";

    @Override
    public String path() {
      return "/" + owner + "/" + member.map(ResourceType::typeName).orElse(ALL_TYPES);
    }
  }

  /** The path below the service base URL, without parameters. */
  String path();

  /** Whether the resources of several types may be found, which then come one after another. */
  default boolean hasSeveralTypes() {
    return this instanceof All
        || this instanceof Compartment compartment && compartment.member().isEmpty();
  }
}
