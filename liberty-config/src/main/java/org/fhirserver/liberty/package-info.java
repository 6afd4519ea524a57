/** Starts the assembled server from the build. */
package org.fhirserver.liberty;
