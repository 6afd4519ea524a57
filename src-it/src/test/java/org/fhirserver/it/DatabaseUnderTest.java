package org.fhirserver.it;

import java.util.Map;

/** An empty database for one server, known by the environment that makes the server use it. */
public interface DatabaseUnderTest {

  /** The environment variables of the server; none for the embedded database. */
  Map<String, String> environment();
}
