/** Work in the background: takes jobs, does them piece by piece and goes on after a crash. */
@NullMarked
package org.fhirserver.service.job;

import org.jspecify.annotations.NullMarked;
