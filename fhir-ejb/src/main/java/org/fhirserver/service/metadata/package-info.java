/** What the server says of itself. */
@NullMarked
package org.fhirserver.service.metadata;

import org.jspecify.annotations.NullMarked;
