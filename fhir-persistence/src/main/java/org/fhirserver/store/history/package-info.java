/** Current and past versions in the order in which they were made. */
@NullMarked
package org.fhirserver.store.history;

import org.jspecify.annotations.NullMarked;
