/** The interactions with single resources, one class each. */
@NullMarked
package org.fhirserver.service.resource;

import org.jspecify.annotations.NullMarked;
