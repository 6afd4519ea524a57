/**
 * What only the container shows, tested inside of it: the product's EAR as it was built, beside it
 * a WAR with these tests.
 */
package org.fhirserver.it.container;
