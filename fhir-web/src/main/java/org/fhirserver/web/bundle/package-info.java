/** Transactions and batches. */
@NullMarked
package org.fhirserver.web.bundle;

import org.jspecify.annotations.NullMarked;
