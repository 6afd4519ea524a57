/** Which elements of a resource a client wants to see: summaries and lists of elements. */
@NullMarked
package org.fhirserver.service.view;

import org.jspecify.annotations.NullMarked;
