/** Whether this server is started, alive and ready, for whoever watches it. */
@NullMarked
package org.fhirserver.web.health;

import org.jspecify.annotations.NullMarked;
