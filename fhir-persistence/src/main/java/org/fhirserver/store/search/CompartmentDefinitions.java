package org.fhirserver.store.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/**
 * Which search parameters make resources members of a compartment. The file has a line for each
 * compartment, those of its members follow:
 *
 * <pre>
 * compartment Patient
 * Account subject
 * AllergyIntolerance patient recorder asserter
 * </pre>
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition.html">Compartments</a>
 */
public final class CompartmentDefinitions {
  private static final String FILE = "compartments.txt";

  private final Map<ResourceType, Map<ResourceType, List<SearchParameter>>> members =
      new EnumMap<>(ResourceType.class);

  private CompartmentDefinitions() {}

  /** The compartments of R4, with the search parameters of that registry. */
  public static CompartmentDefinitions load(SearchParameterRegistry registry) {
    CompartmentDefinitions definitions = new CompartmentDefinitions();
    try (InputStream stream = CompartmentDefinitions.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + FILE);
      }
      definitions.read(
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList(),
          registry);
    } catch (IOException e) {
      throw new IllegalStateException("Not readable: " + FILE, e);
    }
    return definitions;
  }

  private void read(List<String> lines, SearchParameterRegistry registry) {
    Map<ResourceType, List<SearchParameter>> current = new EnumMap<>(ResourceType.class);
    for (String line : lines) {
      List<String> words = List.of(line.split(" "));
      if (words.get(0).equals("compartment")) {
        current = new EnumMap<>(ResourceType.class);
        members.put(ResourceType.named(words.get(1)).orElseThrow(), current);
        continue;
      }
      ResourceType type = ResourceType.named(words.get(0)).orElseThrow();
      current.put(
          type,
          words.subList(1, words.size()).stream()
              .flatMap(code -> registry.find(type, code).stream())
              .toList());
    }
  }

  /** The resource types that have compartments. */
  public List<ResourceType> compartments() {
    return List.copyOf(members.keySet());
  }

  /**
   * The types whose resources can be members of a compartment, each with the parameters of which
   * one must point to the resource that the compartment is about.
   *
   * @param compartment the type of that resource: Patient, Encounter and so on
   */
  public Map<ResourceType, List<SearchParameter>> members(ResourceType compartment) {
    return Objects.requireNonNull(Optional.ofNullable(members.get(compartment)).orElse(Map.of()));
  }
}
