/**
 * What only the container shows, tested inside of it: the product's EAR as it was built, beside it
 * a WAR with these tests. The profile {@code arquillian} runs them.
 */
package org.fhirserver.it.container;
