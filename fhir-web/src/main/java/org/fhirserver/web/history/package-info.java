/** The histories of a type and of the server. */
@NullMarked
package org.fhirserver.web.history;

import org.jspecify.annotations.NullMarked;
