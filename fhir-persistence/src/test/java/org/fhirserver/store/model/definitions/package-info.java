/** Makes the definition files of R4 from the official definitions; tests hold them against it. */
@NullMarked
package org.fhirserver.store.model.definitions;

import org.jspecify.annotations.NullMarked;
