/** The FHIR data model: definitions of R4, resources as element trees, and their JSON form. */
@NullMarked
package org.fhirserver.store.model;

import org.jspecify.annotations.NullMarked;
