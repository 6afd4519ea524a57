package org.fhirserver.service.bundle;

import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.QueryString;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/** What an entry that writes is aimed at. */
sealed interface WriteTarget {

  /** The type of it. */
  ResourceType type();

  /** The resource of that key. */
  record Known(ResourceKey key) implements WriteTarget {
    @Override
    public ResourceType type() {
      return key.type();
    }
  }

  /** What fulfils the criteria. */
  record Sought(Criteria criteria) implements WriteTarget {
    @Override
    public ResourceType type() {
      return criteria.type();
    }

    /** The criteria as the query of a URL. */
    String query() {
      return QueryString.of(criteria.parameters());
    }
  }
}
