package org.fhirserver.store.search;

import org.fhirserver.store.model.ResourceType;

/**
 * The place of a resource in a walk through compartments: type by type, each in the order in which
 * its resources were created.
 *
 * @param type the type
 * @param resourceKey the key of the resource
 */
public record CompartmentPosition(ResourceType type, long resourceKey) {}
