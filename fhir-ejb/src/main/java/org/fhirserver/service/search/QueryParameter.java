package org.fhirserver.service.search;

/**
 * One name and value of a request's query, decoded.
 *
 * @param name the name with its modifier, {@code family:exact}
 * @param value the value as given, backslash escapes included
 */
public record QueryParameter(String name, String value) {}
