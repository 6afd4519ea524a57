/** How patches change resources: JSON Patch and FHIRPath Patch. */
@NullMarked
package org.fhirserver.service.patch;

import org.jspecify.annotations.NullMarked;
