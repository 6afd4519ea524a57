/** Authentication: whose tokens are valid, and who calls. */
@NullMarked
package org.fhirserver.web.security;

import org.jspecify.annotations.NullMarked;
