package org.fhirserver.service.meta;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.meta.MetaChange.Change;
import org.fhirserver.service.operation.OperationAnswer;
import org.fhirserver.service.operation.OperationCall;
import org.fhirserver.service.operation.OperationInputs;
import org.fhirserver.service.operation.OperationLevel;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.operation.OperationParameter;
import org.fhirserver.service.operation.OperationSignature;
import org.fhirserver.service.resource.PatchInteraction;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;

/** What adding and deleting labels have in common. */
@ApplicationScoped
class MetaEditing {

  @Inject private FhirJson json;

  @Inject private PatchInteraction patches;

  @Inject private VersionLabels versions;

  /** The signature of one of the two operations. */
  static OperationSignature signature(
      String code, String title, String description, String labels) {
    return new OperationSignature(
        code,
        title,
        description,
        "http://hl7.org/fhir/OperationDefinition/Resource-" + code,
        Set.of(OperationLevel.INSTANCE, OperationLevel.VERSION),
        Set.of(),
        Set.of(OperationMethod.POST),
        true,
        List.of(
            new OperationParameter("meta", true, 1, "1", "Meta", labels),
            OperationParameter.output("return", "Meta", "The meta as it is then.")));
  }

  /**
   * Does it. On a resource it makes a new version, on a version it changes that version.
   *
   * @throws org.fhirserver.store.FhirException INVALID if there is no Meta, NOT_FOUND, DELETED,
   *     FORBIDDEN
   */
  OperationAnswer perform(
      RequestContext context, OperationSignature signature, OperationCall call, Change change) {
    ResourceKey key = new ResourceKey(call.type().orElseThrow(), call.id().orElseThrow());
    OperationInputs inputs = OperationInputs.of(signature, call);
    MetaChange patch = new MetaChange(change, inputs.element("meta").orElseThrow(), json);
    byte[] changed =
        call.version()
            .map(version -> versions.change(context, key, version, patch))
            .orElseGet(
                () -> patches.patch(context, key, patch, Optional.empty(), true).version().body());
    return StoredMeta.answer(StoredMeta.of(changed));
  }
}
