package org.fhirserver.store.model;

import java.util.List;
import org.fhirserver.store.Issue;

/** Rules for a whole resource whose structure is right. */
public interface ResourceRules {

  /** No rules. */
  ResourceRules NONE = resource -> List.of();

  /** An issue for each rule that the resource breaks. */
  List<Issue> violations(Element resource);
}
