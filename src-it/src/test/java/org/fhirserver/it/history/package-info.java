/** The histories of a resource, of a type and of the server, and how they are cut. */
@NullMarked
package org.fhirserver.it.history;

import org.jspecify.annotations.NullMarked;
