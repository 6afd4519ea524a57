package org.fhirserver.store.search;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/**
 * The texts of a resource whose words are searched.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#content">Searching on the whole content</a>
 */
public enum FullTextField {
  /** The narrative. */
  NARRATIVE("_text", "http://hl7.org/fhir/SearchParameter/DomainResource-text"),
  /** All text of the resource that people read, its narrative included. */
  CONTENT("_content", "http://hl7.org/fhir/SearchParameter/Resource-content");

  private static final Set<ResourceType> WITHOUT_NARRATIVE =
      EnumSet.of(ResourceType.BINARY, ResourceType.BUNDLE, ResourceType.PARAMETERS);

  private final String parameter;
  private final String url;

  FullTextField(String parameter, String url) {
    this.parameter = parameter;
    this.url = url;
  }

  /** The field that the parameter of that name searches. */
  public static Optional<FullTextField> ofParameter(String name) {
    return Arrays.stream(values()).filter(field -> field.parameter.equals(name)).findFirst();
  }

  /** The name of the search parameter: "_text". */
  public String parameter() {
    return parameter;
  }

  /** The canonical URL of the search parameter. */
  public String url() {
    return url;
  }

  /** Whether resources of a type have the field: some have no narrative. */
  public boolean isOf(ResourceType type) {
    return this == CONTENT || !WITHOUT_NARRATIVE.contains(type);
  }

  /** Where the words are indexed for a resource type; in a table of their own, so are the ids. */
  public IndexPath path(ResourceType type) {
    return new IndexPath(
        type.number() * values().length + ordinal(),
        type + "." + parameter,
        SearchParameterType.STRING,
        false,
        true,
        false,
        Map.of());
  }
}
