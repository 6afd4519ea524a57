/** The endpoints of the histories. */
@NullMarked
package org.fhirserver.web.history;

import org.jspecify.annotations.NullMarked;
