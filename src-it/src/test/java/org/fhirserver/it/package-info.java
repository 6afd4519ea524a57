/**
 * Tests over HTTP against the packaged server, and what they need: servers, databases, a client.
 */
package org.fhirserver.it;
