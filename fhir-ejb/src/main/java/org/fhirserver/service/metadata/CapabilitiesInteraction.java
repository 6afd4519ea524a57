package org.fhirserver.service.metadata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;

/**
 * Answers the CapabilityStatement, made of what is really there.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#capabilities">capabilities</a>
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement.html">CapabilityStatement</a>
 */
@ApplicationScoped
public class CapabilitiesInteraction {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SECURITY_SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  /** The interactions with each type, as codes of type-restful-interaction. */
  private static final List<String> TYPE_INTERACTIONS =
      List.of("read", "vread", "update", "delete", "history-instance", "create", "search-type");

  private static final List<String> SYSTEM_INTERACTIONS = List.of("transaction", "batch");

  @Inject private SearchParameterRegistry registry;

  @Inject private Release release;

  /** The UTF-8 bytes of the CapabilityStatement for that base URL. */
  public byte[] statement(String baseUrl) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "CapabilityStatement");
      json.writeStringField("url", baseUrl + "/metadata");
      json.writeStringField("name", "FhirServer");
      json.writeStringField("status", "active");
      json.writeStringField("date", release.date());
      json.writeStringField("kind", "instance");
      json.writeObjectFieldStart("software");
      json.writeStringField("name", "FHIR Server");
      json.writeStringField("version", release.version());
      json.writeEndObject();
      json.writeObjectFieldStart("implementation");
      json.writeStringField("description", "FHIR R4 server");
      json.writeStringField("url", baseUrl);
      json.writeEndObject();
      json.writeStringField("fhirVersion", "4.0.1");
      writeStrings(json, "format", List.of("application/fhir+json", "json"));
      writeRest(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private void writeRest(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("rest");
    json.writeStartObject();
    json.writeStringField("mode", "server");
    writeSecurity(json);
    json.writeArrayFieldStart("resource");
    for (ResourceType type : ResourceType.values()) {
      if (type.isStored()) {
        writeType(json, type);
      }
    }
    json.writeEndArray();
    writeInteractions(json, SYSTEM_INTERACTIONS);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeSecurity(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("security");
    json.writeArrayFieldStart("service");
    json.writeStartObject();
    json.writeArrayFieldStart("coding");
    json.writeStartObject();
    json.writeStringField("system", SECURITY_SERVICES);
    json.writeStringField("code", "OAuth");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeType(JsonGenerator json, ResourceType type) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type.typeName());
    writeInteractions(json, TYPE_INTERACTIONS);
    json.writeStringField("versioning", "versioned");
    json.writeBooleanField("readHistory", true);
    json.writeBooleanField("updateCreate", true);
    json.writeBooleanField("conditionalCreate", true);
    json.writeStringField("conditionalRead", "not-supported");
    json.writeBooleanField("conditionalUpdate", false);
    json.writeStringField("conditionalDelete", "not-supported");
    json.writeArrayFieldStart("searchParam");
    for (SearchParameter parameter : registry.parameters(type)) {
      json.writeStartObject();
      json.writeStringField("name", parameter.code());
      json.writeStringField("definition", parameter.url());
      json.writeStringField("type", parameter.type().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeInteractions(JsonGenerator json, List<String> codes) throws IOException {
    json.writeArrayFieldStart("interaction");
    for (String code : codes) {
      json.writeStartObject();
      json.writeStringField("code", code);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeStrings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
