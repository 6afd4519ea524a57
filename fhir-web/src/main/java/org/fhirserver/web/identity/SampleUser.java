package org.fhirserver.web.identity;

import java.util.Set;

/**
 * A person who may sign in.
 *
 * @param name the user name
 * @param password the password, which is public anyway
 * @param roles the roles
 */
record SampleUser(String name, String password, Set<String> roles) {}
