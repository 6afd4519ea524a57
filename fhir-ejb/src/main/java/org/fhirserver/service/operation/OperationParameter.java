package org.fhirserver.service.operation;

/**
 * A parameter of an operation, as its OperationDefinition tells it.
 *
 * @param name the name
 * @param isInput whether the client sends it; else the server does
 * @param min how often it is there at least
 * @param max how often it may be there, a number or *
 * @param type the FHIR type; "Resource" or "Any" for any resource
 * @param documentation what it is for
 * @see <a href="https://hl7.org/fhir/R4/operationdefinition.html">OperationDefinition</a>
 */
public record OperationParameter(
    String name, boolean isInput, int min, String max, String type, String documentation) {

  /** One that the client may send once. */
  public static OperationParameter input(String name, String type, String documentation) {
    return new OperationParameter(name, true, 0, "1", type, documentation);
  }

  /** The one that the server answers with. */
  public static OperationParameter output(String name, String type, String documentation) {
    return new OperationParameter(name, false, 1, "1", type, documentation);
  }
}
