/** Makes index rows of stored resources: for new search parameters and on demand. */
@NullMarked
package org.fhirserver.service.reindex;

import org.jspecify.annotations.NullMarked;
