/** Clients that others made, unchanged. */
package org.fhirserver.it.clients;
