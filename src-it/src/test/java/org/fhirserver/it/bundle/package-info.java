/** Tests of transactions and batches over HTTP. */
package org.fhirserver.it.bundle;
