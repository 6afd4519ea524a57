package org.fhirserver.store.search;

import org.fhirserver.store.ucum.Unit;

/**
 * A unit as it is written in resources.
 *
 * @param code its code in UCUM, {@code mg/dL}
 * @param unit what that means
 */
record CodedUnit(String code, Unit unit) {}
