package org.fhirserver.service.metadata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameterRegistry;

/** Writes the statement of what this server can do. */
final class CapabilityStatement {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String SECURITY_SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  private static final List<String> FORMATS =
      List.of("application/fhir+json", "application/fhir+xml", "json", "xml");
  private static final List<String> PATCH_FORMATS =
      List.of("application/json-patch+json", "application/fhir+json", "application/fhir+xml");

  /** The interactions with each type, as codes of type-restful-interaction. */
  private static final List<String> TYPE_INTERACTIONS =
      List.of(
          "read",
          "vread",
          "update",
          "patch",
          "delete",
          "history-instance",
          "history-type",
          "create",
          "search-type");

  private static final List<String> SYSTEM_INTERACTIONS =
      List.of("transaction", "batch", "search-system", "history-system");

  private static final String COMPARTMENT = "http://hl7.org/fhir/CompartmentDefinition/";

  private static final String DOCUMENTATION =
      "Reads, searches and histories take _summary and _elements, all answers _format and _pretty."
          + " Searches take _filter, _count, _sort, _total, _include and _revinclude (also with"
          + " :iterate and a target type) and, with Prefer: handling=lenient, warn of what they do"
          + " not understand; else it is an error. Token parameters take :in, :not-in, :above and"
          + " :below with value sets and code systems that are stored or part of R4."
          + " Writes take Prefer: return=minimal,"
          + " representation or OperationOutcome, and If-Match. HEAD works wherever GET does.";

  private final SearchParameterRegistry registry;
  private final CompartmentDefinitions compartments;
  private final SupportedIncludes includes;
  private final List<FullTextField> fullTexts;
  private final List<OperationSignature> operations;
  private final Release release;
  private final String baseUrl;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);

  CapabilityStatement(
      SearchParameterRegistry registry,
      CompartmentDefinitions compartments,
      List<FullTextField> fullTexts,
      List<OperationSignature> operations,
      Release release,
      String baseUrl) {
    this.registry = registry;
    this.compartments = compartments;
    this.includes = new SupportedIncludes(registry);
    this.fullTexts = fullTexts;
    this.operations = operations;
    this.release = release;
    this.baseUrl = baseUrl;
  }

  /** The UTF-8 bytes. */
  byte[] write() {
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
      writeStrings(json, "format", FORMATS);
      writeStrings(json, "patchFormat", PATCH_FORMATS);
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
    json.writeStringField("documentation", DOCUMENTATION);
    writeSecurity(json);
    json.writeArrayFieldStart("resource");
    for (ResourceType type : ResourceType.values()) {
      if (type.isStored()) {
        writeType(json, type);
      }
    }
    json.writeEndArray();
    writeInteractions(json, SYSTEM_INTERACTIONS);
    writeCommonParameters(json);
    writeOperations(json, signature -> signature.levels().contains(OperationLevel.SYSTEM));
    writeStrings(
        json,
        "compartment",
        compartments.compartments().stream()
            .map(type -> COMPARTMENT + type.typeName().toLowerCase(Locale.ROOT))
            .toList());
    json.writeEndObject();
    json.writeEndArray();
  }

  /** The parameters that all types have, and the one that chooses among them. */
  private void writeCommonParameters(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("searchParam");
    for (SearchParameter parameter : registry.parameters(ResourceType.BINARY)) {
      if (parameter.code().startsWith("_")) {
        writeParameter(json, parameter);
      }
    }
    for (FullTextField field : fullTexts) {
      if (field == FullTextField.CONTENT) {
        writeParameter(json, field.parameter(), field.url(), "string");
      }
    }
    writeUndefined(json, "_type", "token");
    writeUndefined(json, "_filter", "special");
    json.writeEndArray();
  }

  private static void writeParameter(JsonGenerator json, SearchParameter parameter)
      throws IOException {
    writeParameter(
        json, parameter.code(), parameter.url(), parameter.type().name().toLowerCase(Locale.ROOT));
  }

  /** A parameter for which the specification has no SearchParameter. */
  private static void writeUndefined(JsonGenerator json, String name, String type)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("type", type);
    json.writeEndObject();
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
    json.writeStringField("conditionalRead", "full-support");
    json.writeBooleanField("conditionalUpdate", true);
    json.writeStringField("conditionalDelete", "multiple");
    writeStrings(json, "searchInclude", includes.forward(type));
    writeStrings(json, "searchRevInclude", includes.reverse(type));
    json.writeArrayFieldStart("searchParam");
    for (SearchParameter parameter : registry.parameters(type)) {
      writeParameter(json, parameter);
    }
    for (FullTextField field : fullTexts) {
      if (field.isOf(type)) {
        writeParameter(json, field.parameter(), field.url(), "string");
      }
    }
    json.writeEndArray();
    writeOperations(json, signature -> signature.isOnTypes() && signature.isOn(type));
    json.writeEndObject();
  }

  private static void writeParameter(JsonGenerator json, String name, String url, String type)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("definition", url);
    json.writeStringField("type", type);
    json.writeEndObject();
  }

  private void writeOperations(JsonGenerator json, Predicate<OperationSignature> which)
      throws IOException {
    List<OperationSignature> written = operations.stream().filter(which).toList();
    if (written.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("operation");
    for (OperationSignature signature : written) {
      json.writeStartObject();
      json.writeStringField("name", signature.code());
      json.writeStringField("definition", OperationDefinitions.url(baseUrl, signature));
      json.writeEndObject();
    }
    json.writeEndArray();
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
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
