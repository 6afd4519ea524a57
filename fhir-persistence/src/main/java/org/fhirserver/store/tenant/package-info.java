/** Tenants: whose data a row is. */
@NullMarked
package org.fhirserver.store.tenant;

import org.jspecify.annotations.NullMarked;
