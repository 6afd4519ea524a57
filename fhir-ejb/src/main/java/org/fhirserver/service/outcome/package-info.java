/** How errors are told: the status of each category and the OperationOutcome. */
@NullMarked
package org.fhirserver.service.outcome;

import org.jspecify.annotations.NullMarked;
