package org.fhirserver.service.bundle;

import java.util.List;

/**
 * A transaction or batch as it was sent.
 *
 * @param type the code of its type, "" if it has none
 * @param entries its entries; their resources are not read yet
 */
record ReceivedBundle(String type, List<BundleEntry> entries) {}
