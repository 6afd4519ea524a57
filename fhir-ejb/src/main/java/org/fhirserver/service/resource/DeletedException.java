package org.fhirserver.service.resource;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.Issue;
import org.fhirserver.store.resource.ResourceVersion;

/** 410: there was such a resource; the answer names the version of its deletion. */
@jakarta.ejb.ApplicationException(rollback = true)
public class DeletedException extends FhirException {
  private static final long serialVersionUID = 1L;

  private final int version;

  /** The resource that ended with that deletion. */
  public DeletedException(ResourceVersion deletion) {
    super(
        Category.DELETED,
        List.of(
            Issue.error(
                "deleted",
                "Resource type '"
                    + deletion.key().type()
                    + "' with id '"
                    + deletion.key().id()
                    + "' has been deleted.")));
    this.version = deletion.version();
  }

  /** The version of the deletion. */
  public int version() {
    return version;
  }
}
