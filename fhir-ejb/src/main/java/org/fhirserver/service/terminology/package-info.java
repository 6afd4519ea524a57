/** Terminology: the codes that a caller means by a value set or by a place in a code system. */
@NullMarked
package org.fhirserver.service.terminology;

import org.jspecify.annotations.NullMarked;
