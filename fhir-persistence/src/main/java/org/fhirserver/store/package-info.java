/** What is stored and how it is found again; the root holds what every part shares: errors. */
@NullMarked
package org.fhirserver.store;

import org.jspecify.annotations.NullMarked;
