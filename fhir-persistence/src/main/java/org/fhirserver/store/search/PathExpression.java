package org.fhirserver.store.search;

import java.util.List;
import java.util.stream.Stream;

/**
 * One path of a search parameter's expression; unions are split into several.
 *
 * @param root the type that it starts with, {@link #RESOURCE}, or {@link #FOCUS} if it starts with
 *     a child
 * @param steps the steps from there
 */
record PathExpression(String root, List<PathStep> steps) {
  /** The root of a path that starts at the element in focus. */
  static final String FOCUS = "";

  /** The root of a path that starts at the resource, whatever is in focus. */
  static final String RESOURCE = "%resource";

  PathExpression then(PathStep step) {
    return new PathExpression(root, Stream.concat(steps.stream(), Stream.of(step)).toList());
  }
}
