/** Whether the database answers. */
@NullMarked
package org.fhirserver.store.health;

import org.jspecify.annotations.NullMarked;
