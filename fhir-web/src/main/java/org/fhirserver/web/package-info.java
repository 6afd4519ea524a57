/** HTTP: endpoints, filters and what only the edge of the server knows. */
@NullMarked
package org.fhirserver.web;

import org.jspecify.annotations.NullMarked;
