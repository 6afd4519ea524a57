/** Tests of the named operations and of what the server says of itself. */
package org.fhirserver.it.operation;
