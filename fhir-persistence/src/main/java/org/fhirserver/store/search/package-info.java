/**
 * Search: parameters, the values extracted from a resource, the expression tree and its compiler.
 */
@NullMarked
package org.fhirserver.store.search;

import org.jspecify.annotations.NullMarked;
