/** Bundles: what searches and histories answer, and what transactions and batches ask for. */
@NullMarked
package org.fhirserver.service.bundle;

import org.jspecify.annotations.NullMarked;
