package org.fhirserver.store.search;

import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/**
 * One parameter that adds resources to those that a search finds.
 *
 * @param direction whether references are followed or followed back
 * @param iterates whether it holds for included resources too, again and again
 * @param source the type that has the references; empty means every type
 * @param parameter the parameter whose references count; empty means every one of the source
 * @param target the type that the references must point to; empty means any
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
public record Include(
    Direction direction,
    boolean iterates,
    Optional<ResourceType> source,
    Optional<SearchParameter> parameter,
    Optional<ResourceType> target) {

  /** The way from the resources that are there to those that are added. */
  public enum Direction {
    /** To what they refer to: {@code _include}. */
    FORWARD("_include"),
    /** To what refers to them: {@code _revinclude}. */
    REVERSE("_revinclude");

    private final String parameterName;

    Direction(String parameterName) {
      this.parameterName = parameterName;
    }

    /** The name of the search parameter. */
    public String parameterName() {
      return parameterName;
    }
  }
}
