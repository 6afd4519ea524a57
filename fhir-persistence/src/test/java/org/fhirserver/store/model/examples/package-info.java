/** The official examples of R4, for tests of this module and of others. */
@NullMarked
package org.fhirserver.store.model.examples;

import org.jspecify.annotations.NullMarked;
