package org.fhirserver.service.patch;

import java.util.List;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;

/**
 * A patch whose operations name their places by FHIRPath, read from a Parameters resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpatch.html">FHIRPath Patch</a>
 */
public final class FhirPathPatch implements Patch {
  private final List<FhirPathOperation> operations;
  private final FhirDefinitions definitions;
  private final FhirJson json;

  private FhirPathPatch(
      List<FhirPathOperation> operations, FhirDefinitions definitions, FhirJson json) {
    this.operations = operations;
    this.definitions = definitions;
    this.json = json;
  }

  /**
   * Reads a patch.
   *
   * @throws FhirException INVALID if the resource is no Parameters, or says something else than
   *     complete operations
   */
  public static FhirPathPatch of(Element parameters, FhirDefinitions definitions, FhirJson json) {
    return new FhirPathPatch(FhirPathOperation.all(parameters), definitions, json);
  }

  @Override
  public byte[] apply(byte[] resource) {
    PatchedResource patched = new PatchedResource(json.readStored(resource), definitions);
    operations.forEach(operation -> operation.apply(patched));
    return json.write(patched.resource());
  }
}
