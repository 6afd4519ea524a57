package org.fhirserver.service.metadata;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.operation.Operation;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.operation.Operations;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.StoredMethod;

/**
 * The definitions of the operations of this server, made of their signatures. Their ids, the codes
 * of the operations, are theirs alone.
 *
 * @see <a href="https://hl7.org/fhir/R4/operationdefinition.html">OperationDefinition</a>
 */
@ApplicationScoped
public class OperationDefinitions {
  private static final JsonFactory JSON = new JsonFactory();

  @Inject private Operations operations;

  @Inject private Release release;

  /** The canonical URL of the definition of an operation. */
  static String url(String baseUrl, OperationSignature signature) {
    return baseUrl + "/OperationDefinition/" + signature.code();
  }

  /** The definition with that key, if it is one of an operation of this server. */
  public Optional<ResourceVersion> find(ResourceKey key, String baseUrl) {
    return signature(key)
        .map(
            signature ->
                new ResourceVersion(
                    key, 1, release.instant(), StoredMethod.PUT, write(signature, baseUrl)));
  }

  /**
   * Refuses to change the definition of an operation of this server.
   *
   * @throws FhirException NOT_ALLOWED if the key is one of those
   */
  public void requireOther(ResourceKey key) {
    if (signature(key).isPresent()) {
      throw new FhirException(
          Category.NOT_ALLOWED,
          "not-supported",
          key + " defines an operation of this server and cannot be changed.");
    }
  }

  private Optional<OperationSignature> signature(ResourceKey key) {
    return key.type() == ResourceType.OPERATION_DEFINITION
        ? operations.find(key.id()).map(Operation::signature)
        : Optional.empty();
  }

  private byte[] write(OperationSignature signature, String baseUrl) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "OperationDefinition");
      json.writeStringField("id", signature.code());
      json.writeObjectFieldStart("meta");
      json.writeStringField("versionId", "1");
      json.writeStringField("lastUpdated", release.instant().toString());
      json.writeEndObject();
      json.writeStringField("url", url(baseUrl, signature));
      json.writeStringField("version", release.version());
      json.writeStringField("name", name(signature.code()));
      json.writeStringField("title", signature.title());
      json.writeStringField("status", "active");
      json.writeStringField("kind", "operation");
      json.writeStringField("date", release.instant().toString());
      json.writeStringField("description", signature.description());
      json.writeBooleanField("affectsState", signature.affectsState());
      json.writeStringField("code", signature.code());
      if (!signature.definition().isEmpty()) {
        json.writeStringField("base", signature.definition());
      }
      writeLevels(json, signature);
      writeParameters(json, signature.parameters());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void writeLevels(JsonGenerator json, OperationSignature signature)
      throws IOException {
    if (signature.isOnTypes()) {
      json.writeArrayFieldStart("resource");
      List<String> types =
          signature.types().isEmpty()
              ? List.of("Resource")
              : signature.types().stream().map(ResourceType::typeName).sorted().toList();
      for (String type : types) {
        json.writeString(type);
      }
      json.writeEndArray();
    }
    json.writeBooleanField("system", signature.levels().contains(OperationLevel.SYSTEM));
    json.writeBooleanField("type", signature.levels().contains(OperationLevel.TYPE));
    json.writeBooleanField(
        "instance",
        signature.levels().contains(OperationLevel.INSTANCE)
            || signature.levels().contains(OperationLevel.VERSION));
  }

  private static void writeParameters(JsonGenerator json, List<OperationParameter> parameters)
      throws IOException {
    if (parameters.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("parameter");
    for (OperationParameter parameter : parameters) {
      json.writeStartObject();
      json.writeStringField("name", parameter.name());
      json.writeStringField("use", parameter.isInput() ? "in" : "out");
      json.writeNumberField("min", parameter.min());
      json.writeStringField("max", parameter.max());
      json.writeStringField("documentation", parameter.documentation());
      json.writeStringField("type", parameter.type());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A name for machines: "PurgeHistory". */
  private static String name(String code) {
    StringBuilder name = new StringBuilder();
    for (String word : code.split("-")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }
}
