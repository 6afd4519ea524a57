/**
 * Terminology: code systems and value sets, those of the specification and those that are stored,
 * and the codes that a value set holds.
 */
@NullMarked
package org.fhirserver.store.terminology;

import org.jspecify.annotations.NullMarked;
