/** Several servers on one database. */
package org.fhirserver.it.cluster;
