package org.fhirserver.service.operation;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.fhirserver.service.RequestContext;

/**
 * Tells which versions of FHIR this server speaks: one.
 *
 * @see <a href="https://hl7.org/fhir/R4/capabilitystatement-operation-versions.html">$versions</a>
 */
@ApplicationScoped
public class VersionsOperation implements Operation {
  /** The version of FHIR. */
  public static final String FHIR_VERSION = "4.0";

  private static final OperationSignature SIGNATURE =
      new OperationSignature(
          "versions",
          "Versions of FHIR",
          "Tells which versions of FHIR this server speaks, and which one if nothing is asked for.",
          "http://hl7.org/fhir/OperationDefinition/CapabilityStatement-versions",
          Set.of(OperationLevel.SYSTEM),
          Set.of(),
          Set.of(OperationMethod.GET, OperationMethod.POST),
          false,
          List.of(
              OperationParameter.output("version", "code", "A version that this server speaks."),
              OperationParameter.output(
                  "default", "code", "The version if the client asks for none.")));

  @Override
  public OperationSignature signature() {
    return SIGNATURE;
  }

  @Override
  public OperationAnswer perform(RequestContext context, OperationCall call) {
    OperationInputs.of(SIGNATURE, call);
    return OperationAnswer.ok(
        new ParametersWriter()
            .code("version", FHIR_VERSION)
            .code("default", FHIR_VERSION)
            .toBytes());
  }
}
