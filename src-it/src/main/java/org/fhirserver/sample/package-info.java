/** Loads sample data into a running server. */
package org.fhirserver.sample;
