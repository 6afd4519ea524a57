/**
 * The one place that talks to the profile validator. Only {@link
 * org.fhirserver.service.validation.ValidatorClassLoader} loads it, so nothing else may name it.
 */
@NullMarked
package org.fhirserver.service.validation.hapi;

import org.jspecify.annotations.NullMarked;
