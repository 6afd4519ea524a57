/** Search parameters of the tenant's own, and index rows made anew. */
package org.fhirserver.it.reindex;
