/** The operations on profiles, tags and security labels: $meta, $meta-add and $meta-delete. */
@NullMarked
package org.fhirserver.service.meta;

import org.jspecify.annotations.NullMarked;
