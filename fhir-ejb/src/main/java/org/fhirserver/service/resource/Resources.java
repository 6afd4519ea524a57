package org.fhirserver.service.resource;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceSubset;
import org.fhirserver.store.model.ResourceType;

/** What every interaction says of resources that are not there or not what the URL says. */
public final class Resources {

  private Resources() {}

  /** 404. */
  public static FhirException notFound(ResourceKey key) {
    return new FhirException(
        Category.NOT_FOUND,
        "not-found",
        "Resource type '" + key.type() + "' with id '" + key.id() + "' couldn't be found.");
  }

  /** 404 for a version. */
  public static FhirException notFound(ResourceKey key, String version) {
    return new FhirException(
        Category.NOT_FOUND,
        "not-found",
        "Resource type '"
            + key.type()
            + "' with id '"
            + key.id()
            + "' and version '"
            + version
            + "' couldn't be found.");
  }

  /**
   * Holds the type of a body against that of the URL.
   *
   * @throws FhirException INVALID if they differ
   */
  public static void requireType(Element resource, ResourceType type) {
    if (!resource.type().name().equals(type.typeName())) {
      throw new FhirException(
          Category.INVALID,
          java.util.List.of(
              Issue.error(
                  "invalid",
                  "Resource type in the URL must match resourceType in the resource.",
                  resource.type().name())));
    }
  }

  /**
   * Refuses a summary or the like, which must not take the place of the whole resource.
   *
   * @throws FhirException INVALID if the resource is tagged as a part
   * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
   */
  static void requireWhole(Element resource) {
    boolean isPart =
        resource
            .child("meta")
            .filter(
                meta ->
                    meta.children("tag").stream()
                        .anyMatch(
                            tag ->
                                tag.childValue("code")
                                        .filter(ResourceSubset.TAG_CODE::equals)
                                        .isPresent()
                                    && tag.childValue("system")
                                        .filter(ResourceSubset.TAG_SYSTEM::equals)
                                        .isPresent()))
            .isPresent();
    if (isPart) {
      throw new FhirException(
          Category.INVALID,
          java.util.List.of(
              Issue.error(
                  "business-rule",
                  "The resource is tagged as SUBSETTED: a part cannot be stored for the whole.",
                  resource.type().name() + ".meta.tag")));
    }
  }
}
