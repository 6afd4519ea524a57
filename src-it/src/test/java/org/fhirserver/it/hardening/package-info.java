/** Tests of what the app server must not let pass or tell, the same on each app server. */
package org.fhirserver.it.hardening;
