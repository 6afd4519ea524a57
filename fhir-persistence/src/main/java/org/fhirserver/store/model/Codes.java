package org.fhirserver.store.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a binding tells about the codes of an element.
 *
 * @param systemByCode the code system by code
 * @param openSystem the one system of all codes that are not listed, "" if there is none
 * @param isClosed whether no other codes are allowed
 * @see <a href="https://hl7.org/fhir/R4/terminologies.html#binding">Binding</a>
 */
record Codes(Map<String, String> systemByCode, String openSystem, boolean isClosed) {
  static final Codes NONE = new Codes(Map.of(), "", false);

  /** Codes as the definitions list them: the codes by system, none if the system is open. */
  static Codes of(Map<String, List<String>> codesBySystem, boolean isClosed) {
    Map<String, String> systemByCode = new LinkedHashMap<>();
    codesBySystem.forEach((system, codes) -> codes.forEach(code -> systemByCode.put(code, system)));
    boolean isOneOpenSystem = !isClosed && codesBySystem.size() == 1;
    String openSystem = isOneOpenSystem ? codesBySystem.keySet().iterator().next() : "";
    return new Codes(Collections.unmodifiableMap(systemByCode), openSystem, isClosed);
  }

  Optional<String> systemOf(String code) {
    String system = systemByCode.getOrDefault(code, openSystem);
    return system.isEmpty() ? Optional.empty() : Optional.of(system);
  }

  boolean allows(String code) {
    return !isClosed || systemByCode.containsKey(code);
  }
}
