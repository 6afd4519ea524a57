/** Tests of what is handed out as a release. */
package org.fhirserver.it.release;
