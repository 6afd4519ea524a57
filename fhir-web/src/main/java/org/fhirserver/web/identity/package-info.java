/**
 * An identity provider for development and tests: sample clients, users and roles, so that the
 * first token is one request away. It is off unless it is switched on.
 */
@NullMarked
package org.fhirserver.web.identity;

import org.jspecify.annotations.NullMarked;
