package org.fhirserver.store.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The definition of one element inside a type.
 *
 * @see <a href="https://hl7.org/fhir/R4/elementdefinition.html">ElementDefinition</a>
 */
public final class ElementDefinition {

  /** One type that an element may have, with the resource types that it may point to. */
  record Choice(TypeDefinition type, List<ResourceType> targets) {}

  private final String name;
  private final boolean isChoice;
  private final int min;
  private final int max;
  private final int index;
  private final Codes codes;
  private final boolean isSummary;
  private final boolean isModifier;
  private List<TypeDefinition> types = List.of();
  private List<Property> properties = List.of();
  private Set<ResourceType> targets = Set.of();
  private final Map<String, Property> propertiesByType = new HashMap<>();

  ElementDefinition(
      String name,
      boolean isChoice,
      int min,
      int max,
      int index,
      Codes codes,
      boolean isSummary,
      boolean isModifier) {
    this.name = name;
    this.isChoice = isChoice;
    this.min = min;
    this.max = max;
    this.index = index;
    this.codes = codes;
    this.isSummary = isSummary;
    this.isModifier = isModifier;
  }

  /** Sets the types and gives the property for each; only while definitions load. */
  List<Property> complete(List<Choice> choices) {
    List<Property> made = new ArrayList<>();
    Set<ResourceType> allTargets = new LinkedHashSet<>();
    for (Choice choice : choices) {
      String typeName = choice.type().name();
      String suffix =
          isChoice ? typeName.substring(0, 1).toUpperCase(Locale.ROOT) + typeName.substring(1) : "";
      Property property = new Property(this, choice.type(), name + suffix);
      made.add(property);
      propertiesByType.put(typeName, property);
      allTargets.addAll(choice.targets());
    }
    types = choices.stream().map(Choice::type).toList();
    properties = List.copyOf(made);
    targets = allTargets;
    return properties;
  }

  /** The name without path; a choice is named without its type: "value". */
  public String name() {
    return name;
  }

  /** Whether several types are allowed ("value[x]"). */
  public boolean isChoice() {
    return isChoice;
  }

  /** The allowed types; for an element that holds any resource the one type "Resource". */
  public List<TypeDefinition> types() {
    return types;
  }

  /** How often the element must be there at least. */
  public int min() {
    return min;
  }

  /** Whether the element may be there several times, so that it is an array in JSON. */
  public boolean isRepeating() {
    return max > 1;
  }

  /**
   * Whether the element belongs to the summary of its resource.
   *
   * @see <a href="https://hl7.org/fhir/R4/search.html#summary">Summary</a>
   */
  public boolean isSummary() {
    return isSummary;
  }

  /**
   * Whether the element changes the meaning of the others, so that these are not safe without it.
   *
   * @see <a href="https://hl7.org/fhir/R4/conformance-rules.html#isModifier">Is-Modifier</a>
   */
  public boolean isModifier() {
    return isModifier;
  }

  /** The resource types that references in this element may point to; empty means any. */
  public Set<ResourceType> targets() {
    return targets;
  }

  /** The codes of the required binding; empty if codes are not limited to a list. */
  public Set<String> requiredCodes() {
    return codes.isClosed() ? codes.systemByCode().keySet() : Set.of();
  }

  /** The code systems by code as the binding of this element lists them; empty if unknown. */
  public Map<String, String> codeSystems() {
    return codes.systemByCode();
  }

  /** The code system of a code in this element, if its binding tells it. */
  public Optional<String> codeSystem(String code) {
    return codes.systemOf(code);
  }

  /** The name in JSON if the element has that type: "valueQuantity". */
  public Optional<String> jsonName(TypeDefinition type) {
    return Optional.ofNullable(propertiesByType.get(type.name())).map(Property::jsonName);
  }

  List<Property> properties() {
    return properties;
  }

  Codes codes() {
    return codes;
  }

  /** Its place among the elements of its type. */
  int index() {
    return index;
  }

  /** The one bit that stands for this element in a set of the elements of a type. */
  long bit() {
    return 1L << index;
  }

  @Override
  public String toString() {
    return name;
  }
}
