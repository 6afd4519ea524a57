/** The named operations, on each of their levels. */
@NullMarked
package org.fhirserver.web.operation;

import org.jspecify.annotations.NullMarked;
