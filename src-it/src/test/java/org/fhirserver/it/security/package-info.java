/** Who may do what, whose tokens count, and how the development identity provider gives them. */
package org.fhirserver.it.security;
