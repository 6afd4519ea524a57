/** Resources by key: the tables of current and past versions. */
@NullMarked
package org.fhirserver.store.resource;

import org.jspecify.annotations.NullMarked;
