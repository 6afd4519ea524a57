/** How searches are executed, for administrators. */
@NullMarked
package org.fhirserver.service.explain;

import org.jspecify.annotations.NullMarked;
