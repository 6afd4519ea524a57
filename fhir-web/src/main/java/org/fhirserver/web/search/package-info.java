/** Searches of all types and of compartments. */
@NullMarked
package org.fhirserver.web.search;

import org.jspecify.annotations.NullMarked;
