/**
 * Validation of resources on demand: {@code $validate} and the profile validator behind it, which
 * lives in a class loader of its own.
 */
@NullMarked
package org.fhirserver.service.validation;

import org.jspecify.annotations.NullMarked;
