package org.fhirserver.it.durability;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.fhirserver.it.FhirClient;
import org.fhirserver.it.FhirResponse;

/**
 * What one client was told about its writes until the server fell silent. Every write has an
 * identifier of its own.
 */
final class WriteLedger {
  private final FhirClient client;
  private final String name;
  private final Map<String, FhirResponse> created = new LinkedHashMap<>();
  private final Map<Integer, String> versions = new TreeMap<>();
  private final List<String> sent = new ArrayList<>();
  private Optional<String> unknownCreate = Optional.empty();
  private Optional<String> unknownUpdate = Optional.empty();

  WriteLedger(FhirClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Creates and updates in turn until the server does not answer.
   *
   * @param acknowledged called for each write that the server acknowledged
   */
  void writeUntilSilence(Runnable acknowledged) {
    writeWhile(() -> true, acknowledged);
  }

  /**
   * The same, but ends by itself too.
   *
   * @param goesOn whether another write is to be sent
   */
  void writeWhile(BooleanSupplier goesOn, Runnable acknowledged) {
    for (int n = 0; !isSilent() && goesOn.getAsBoolean(); n++) {
      String identifier = name + "-" + n;
      sent.add(identifier);
      if (n % 2 == 0) {
        create(identifier);
      } else {
        update(identifier);
      }
      acknowledged.run();
    }
  }

  /** Whether the server did not answer. */
  boolean isSilent() {
    return unknownCreate.isPresent() || unknownUpdate.isPresent();
  }

  /** What was answered to each create, by the identifier. */
  Map<String, FhirResponse> created() {
    return created;
  }

  /** The versions of the one resource that was updated, as they were told. */
  Map<Integer, String> versions() {
    return versions;
  }

  /** The id of that resource. */
  String updatedId() {
    return name + "-updated";
  }

  /** All identifiers that were sent. */
  List<String> sent() {
    return sent;
  }

  /** The identifier of the create that was under way at the end, if it was one. */
  Optional<String> unknownCreate() {
    return unknownCreate;
  }

  /** The identifier of the update that was under way at the end, if it was one. */
  Optional<String> unknownUpdate() {
    return unknownUpdate;
  }

  private void create(String identifier) {
    try {
      FhirResponse response =
          client.post("Patient", "{\"resourceType\":\"Patient\"," + content(identifier));
      created.put(identifier, response.expect(201));
    } catch (UncheckedIOException silence) {
      unknownCreate = Optional.of(identifier);
    }
  }

  private void update(String identifier) {
    String id = updatedId();
    String body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"," + content(identifier);
    try {
      FhirResponse response = client.put("Patient/" + id, body);
      response.expect(versions.isEmpty() ? 201 : 200);
      versions.put(response.json().path("meta").path("versionId").asInt(), response.body());
    } catch (UncheckedIOException silence) {
      unknownUpdate = Optional.of(identifier);
    }
  }

  private static String content(String identifier) {
    return "\"identifier\":[{\"value\":\""
        + identifier
        + "\"}],\"name\":[{\"family\":\"Crash\",\"given\":[\"A\",\"B\"]}],"
        + "\"birthDate\":\"1960-12-25\"}";
  }
}
