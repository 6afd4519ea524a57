package org.fhirserver.web.identity;

import java.util.Optional;

/**
 * What an authorization code stands for.
 *
 * @param clientId the client that asked
 * @param redirectUri where the code was sent
 * @param challenge the challenge that the client must meet
 * @param user who signed in
 * @param scopes what was asked for
 * @param nonce what the id token must repeat
 */
record AuthorizationGrant(
    String clientId,
    String redirectUri,
    Optional<CodeChallenge> challenge,
    SampleUser user,
    Scopes scopes,
    Optional<String> nonce) {}
