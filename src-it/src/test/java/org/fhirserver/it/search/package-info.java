/** Tests of search over HTTP. */
package org.fhirserver.it.search;
