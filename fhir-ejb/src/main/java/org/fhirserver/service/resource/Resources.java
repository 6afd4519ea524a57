package org.fhirserver.service.resource;

import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;
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
  static FhirException notFound(ResourceKey key, String version) {
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
}
