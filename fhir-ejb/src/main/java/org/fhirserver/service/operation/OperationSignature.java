package org.fhirserver.service.operation;

import java.util.List;
import java.util.Set;
import org.fhirserver.store.model.ResourceType;

/**
 * How an operation is called: routing, capability statement and OperationDefinition come from it.
 *
 * @param code the name without $: "everything"
 * @param title a short name for people
 * @param description what it does
 * @param definition the canonical URL of the specification's definition; "" if it is this server's
 *     own
 * @param levels what it is called on
 * @param types the resource types that have it on their type, instance and version levels; empty
 *     stands for all
 * @param methods the HTTP methods by which it is called
 * @param affectsState whether it changes anything
 * @param parameters what goes in and comes out
 * @param takesSearchParameters whether it takes, beside these, whatever a search takes
 */
public record OperationSignature(
    String code,
    String title,
    String description,
    String definition,
    Set<OperationLevel> levels,
    Set<ResourceType> types,
    Set<OperationMethod> methods,
    boolean affectsState,
    List<OperationParameter> parameters,
    boolean takesSearchParameters) {

  /** A signature that says all parameters. */
  public OperationSignature(
      String code,
      String title,
      String description,
      String definition,
      Set<OperationLevel> levels,
      Set<ResourceType> types,
      Set<OperationMethod> methods,
      boolean affectsState,
      List<OperationParameter> parameters) {
    this(
        code,
        title,
        description,
        definition,
        levels,
        types,
        methods,
        affectsState,
        parameters,
        false);
  }

  /** Copies the collections. */
  public OperationSignature {
    levels = Set.copyOf(levels);
    types = Set.copyOf(types);
    methods = Set.copyOf(methods);
    parameters = List.copyOf(parameters);
  }

  /** The same operation, which takes whatever a search takes too. */
  public OperationSignature withSearchParameters() {
    return new OperationSignature(
        code,
        title,
        description,
        definition,
        levels,
        types,
        methods,
        affectsState,
        parameters,
        true);
  }

  /** Whether the operation is called on types, their instances or versions at all. */
  public boolean isOnTypes() {
    return levels.stream().anyMatch(level -> level != OperationLevel.SYSTEM);
  }

  /** Whether the operation is called on resources of that type. */
  public boolean isOn(ResourceType type) {
    return types.isEmpty() || types.contains(type);
  }
}
