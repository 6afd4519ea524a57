/** What a crash must not take away. */
package org.fhirserver.it.durability;
