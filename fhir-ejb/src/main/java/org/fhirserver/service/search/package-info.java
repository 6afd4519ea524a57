/** Search: from the parameters of a request to a searchset Bundle. */
@NullMarked
package org.fhirserver.service.search;

import org.jspecify.annotations.NullMarked;
