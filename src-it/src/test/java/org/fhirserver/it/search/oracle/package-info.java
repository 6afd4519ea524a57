/** Holds search against a plain evaluation of the specification's rules over generated data. */
package org.fhirserver.it.search.oracle;
