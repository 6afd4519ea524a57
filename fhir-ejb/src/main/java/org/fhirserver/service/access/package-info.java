/** Who may do what: the caller, the roles and the one decision about every request. */
@NullMarked
package org.fhirserver.service.access;

import org.jspecify.annotations.NullMarked;
