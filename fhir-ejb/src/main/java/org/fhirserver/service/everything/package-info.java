/** The operation $everything: a patient with all that belongs to it. */
@NullMarked
package org.fhirserver.service.everything;

import org.jspecify.annotations.NullMarked;
