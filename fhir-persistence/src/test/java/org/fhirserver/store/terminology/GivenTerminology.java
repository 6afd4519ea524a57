package org.fhirserver.store.terminology;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;

/** Code systems and value sets that a test gives as JSON, which may stand in single quotes. */
final class GivenTerminology implements TerminologySource {
  private static final FhirJson JSON = new FhirJson(FhirDefinitions.load());

  private final Map<String, CodeSystemDefinition> codeSystems = new HashMap<>();
  private final Map<String, ValueSetDefinition> valueSets = new HashMap<>();

  /** Adds a code system with that URL; the text holds its other elements. */
  GivenTerminology codeSystem(String url, String elements) {
    codeSystems.put(url, CodeSystemReader.read(resource("CodeSystem", url, elements)));
    return this;
  }

  /** Adds a value set with that URL; the text holds its other elements. */
  GivenTerminology valueSet(String url, String elements) {
    valueSets.put(url, ValueSetReader.read(resource("ValueSet", url, elements)));
    return this;
  }

  private static Element resource(String type, String url, String elements) {
    String json = "{'resourceType':'%s','url':'%s','status':'active',%s}";
    String text = json.formatted(type, url, elements).replace('\'', '"');
    return JSON.readStored(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<CodeSystemDefinition> codeSystem(Canonical canonical) {
    return Optional.ofNullable(codeSystems.get(canonical.url()))
        .filter(
            found ->
                canonical.version().isEmpty()
                    || canonical.version().equals(found.canonical().version()));
  }

  @Override
  public Optional<ValueSetDefinition> valueSet(Canonical canonical) {
    return Optional.ofNullable(valueSets.get(canonical.url()));
  }
}
