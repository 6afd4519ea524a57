/** The interactions with resources, by type and by id. */
@NullMarked
package org.fhirserver.web.resource;

import org.jspecify.annotations.NullMarked;
