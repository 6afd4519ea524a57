/** What every request and response share: ids, headers, errors, bodies and the base URL. */
@NullMarked
package org.fhirserver.web.http;

import org.jspecify.annotations.NullMarked;
