/** The named operations, one class each, and the one way by which they are called. */
@NullMarked
package org.fhirserver.service.operation;

import org.jspecify.annotations.NullMarked;
