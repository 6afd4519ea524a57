/** The RESTful interactions, what the server refuses, and what it keeps under load and crashes. */
package org.fhirserver.it.rest;
