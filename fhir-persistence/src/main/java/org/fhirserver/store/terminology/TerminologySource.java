package org.fhirserver.store.terminology;

import java.util.Optional;

/** Where code systems and value sets are found. */
public interface TerminologySource {

  /** The code system of that URL; of several versions the newest, if none is asked for. */
  Optional<CodeSystemDefinition> codeSystem(Canonical canonical);

  /** The value set of that URL; of several versions the newest, if none is asked for. */
  Optional<ValueSetDefinition> valueSet(Canonical canonical);
}
