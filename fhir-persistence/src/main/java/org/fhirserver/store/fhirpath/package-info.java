/** FHIRPath: its parser, its compiler, and the invariants that are written in it. */
@NullMarked
package org.fhirserver.store.fhirpath;

import org.jspecify.annotations.NullMarked;
