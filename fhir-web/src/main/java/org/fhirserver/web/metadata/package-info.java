/** What the server says of itself. */
@NullMarked
package org.fhirserver.web.metadata;

import org.jspecify.annotations.NullMarked;
