/** What differs between the databases, and the schema. */
@NullMarked
package org.fhirserver.store.database;

import org.jspecify.annotations.NullMarked;
