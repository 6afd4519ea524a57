/**
 * Whether this server is started, alive and ready, for whoever watches it. The checks stand in the
 * module that all others see: WildFly finds none in a web module of an EAR.
 */
@NullMarked
package org.fhirserver.store.health;

import org.jspecify.annotations.NullMarked;
