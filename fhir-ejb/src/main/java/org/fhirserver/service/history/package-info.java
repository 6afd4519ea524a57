/** The histories of a resource, of a type and of the whole server. */
@NullMarked
package org.fhirserver.service.history;

import org.jspecify.annotations.NullMarked;
