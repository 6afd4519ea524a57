/** Work in the background: what is to be done, who does it and how far it has come. */
@NullMarked
package org.fhirserver.store.job;

import org.jspecify.annotations.NullMarked;
