/** Hostile requests without end: official examples, broken in many ways. */
package org.fhirserver.it.fuzz;
