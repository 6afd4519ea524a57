/** The use cases: interactions, operations, access and jobs. */
@NullMarked
package org.fhirserver.service;

import org.jspecify.annotations.NullMarked;
