package org.fhirserver.store.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Include.Direction;
import org.junit.jupiter.api.Test;

class IncludeLinksTest {
  private static final SearchParameterRegistry REGISTRY =
      new SearchParameterRegistry(FhirDefinitions.load(), SearchParameterDefinitions.load());
  private static final ResourceType OBSERVATION = ResourceType.OBSERVATION;
  private static final Set<ResourceType> VISIBLE =
      Set.of(OBSERVATION, ResourceType.PATIENT, ResourceType.GROUP, ResourceType.DEVICE);

  @Test
  void followsAParameterToWhatItCanReferTo() {
    assertEquals("Observation.subject -> [Device, Group, Patient]", from("subject"));
    assertEquals("Observation.subject -> [Patient]", from("patient"));
    assertEquals("Observation.subject -> [Group]", from("subject", ResourceType.GROUP));
    assertEquals("", from("patient", ResourceType.GROUP));
  }

  @Test
  void joinsParametersThatReadTheSamePlace() {
    Include patient = include(Direction.FORWARD, "patient");
    Include group = include(Direction.FORWARD, "subject", ResourceType.GROUP);

    assertEquals(
        "Observation.subject -> [Group, Patient]",
        text(links(VISIBLE).from(Set.of(OBSERVATION), List.of(patient, group))));
  }

  @Test
  void followsBackToTheTypesThatAreThere() {
    IncludeLinks links = links(VISIBLE);
    List<Include> subject = List.of(include(Direction.REVERSE, "subject"));

    assertEquals(
        "Observation.subject -> [Patient]", text(links.to(Set.of(ResourceType.PATIENT), subject)));
    assertEquals("", text(links.to(Set.of(ResourceType.PRACTITIONER), subject)));
    assertEquals("", text(links.from(Set.of(ResourceType.PATIENT), subject)));
  }

  @Test
  void neverLeadsToOrFromTypesThatTheCallerMayNotSee() {
    IncludeLinks blind = links(Set.of(ResourceType.PATIENT));
    Include all =
        new Include(Direction.REVERSE, true, Optional.empty(), Optional.empty(), Optional.empty());

    assertEquals(
        "Observation.subject -> [Patient]",
        text(blind.from(Set.of(OBSERVATION), List.of(include(Direction.FORWARD, "subject")))));
    assertEquals(
        "Patient.link.other -> [Patient]",
        text(blind.to(Set.of(ResourceType.PATIENT), List.of(all))));
  }

  private static String from(String code, ResourceType... target) {
    Include include = include(Direction.FORWARD, code, target);
    return text(links(VISIBLE).from(Set.of(OBSERVATION), List.of(include)));
  }

  private static IncludeLinks links(Set<ResourceType> visible) {
    return new IncludeLinks(REGISTRY, visible);
  }

  private static Include include(Direction direction, String code, ResourceType... target) {
    return new Include(
        direction,
        false,
        Optional.of(OBSERVATION),
        REGISTRY.find(OBSERVATION, code),
        Arrays.stream(target).findFirst());
  }

  private static String text(Map<Integer, IncludeLink> links) {
    return links.values().stream()
        .map(
            link ->
                link.indexed().path().expression()
                    + " -> "
                    + link.targets().stream().map(ResourceType::typeName).sorted().toList())
        .sorted()
        .collect(Collectors.joining("; "));
  }
}
