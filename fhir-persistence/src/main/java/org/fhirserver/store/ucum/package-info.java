/** The units of UCUM and how values are converted between them, exactly. */
@NullMarked
package org.fhirserver.store.ucum;

import org.jspecify.annotations.NullMarked;
