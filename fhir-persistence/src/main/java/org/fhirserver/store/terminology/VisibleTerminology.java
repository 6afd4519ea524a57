package org.fhirserver.store.terminology;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.store.terminology.StoredTerminology.Question;
import org.fhirserver.store.terminology.StoredTerminology.Stamp;
import org.fhirserver.store.terminology.StoredTerminology.Stored;

/**
 * What a caller sees of code systems and value sets: those that are stored, else those of the
 * specification. It notes what its answers rest on.
 */
public final class VisibleTerminology implements TerminologySource {
  private static final int MOST_OF_A_URL = 20;

  private final StoredTerminology stored;
  private final TerminologySource specification;
  private final View view;
  private final Map<ResourceType, Set<String>> urls = new EnumMap<>(ResourceType.class);
  private final Set<String> valueSetIds = new LinkedHashSet<>();
  private final Set<Stamp> stamps = new HashSet<>();
  private final Map<Canonical, Optional<CodeSystemDefinition>> codeSystems = new HashMap<>();

  /**
   * Who looks.
   *
   * @param restrictions what the caller may see of the stored resources of a type; a type that is
   *     absent is not seen at all
   */
  public record View(Tenant tenant, Map<ResourceType, Expression> restrictions) {}

  /**
   * What answers rest on: as long as the same resources are found, the answers are the same.
   *
   * @param urls the canonical URLs that were asked for
   * @param valueSetIds the ids of value sets that were asked for
   * @param stamps what was found of them
   */
  public record Basis(
      Map<ResourceType, List<String>> urls, List<String> valueSetIds, Set<Stamp> stamps) {}

  /** What is seen in that view. */
  public VisibleTerminology(StoredTerminology stored, TerminologySource specification, View view) {
    this.stored = stored;
    this.specification = specification;
    this.view = view;
  }

  /** What all answers up to now rest on. */
  public Basis basis() {
    Map<ResourceType, List<String>> asked = new EnumMap<>(ResourceType.class);
    urls.forEach((type, some) -> asked.put(type, List.copyOf(some)));
    return new Basis(asked, List.copyOf(valueSetIds), Set.copyOf(stamps));
  }

  /** Whether, in this view, answers would rest on the same resources in the same state. */
  public boolean isUnchanged(Basis basis) {
    Set<Stamp> present = new HashSet<>();
    for (Map.Entry<ResourceType, Expression> type : view.restrictions().entrySet()) {
      List<String> asked = basis.urls().getOrDefault(type.getKey(), List.of());
      List<String> ids = type.getKey() == ResourceType.VALUE_SET ? basis.valueSetIds() : List.of();
      if (!asked.isEmpty() || !ids.isEmpty()) {
        present.addAll(
            stored.stamps(new Question(view.tenant(), type.getKey(), asked, ids, type.getValue())));
      }
    }
    return present.equals(basis.stamps());
  }

  @Override
  public Optional<CodeSystemDefinition> codeSystem(Canonical canonical) {
    return codeSystems.computeIfAbsent(
        canonical,
        asked ->
            newest(ResourceType.CODE_SYSTEM, asked)
                .map(CodeSystemReader::read)
                .or(() -> specification.codeSystem(asked)));
  }

  @Override
  public Optional<ValueSetDefinition> valueSet(Canonical canonical) {
    return newest(ResourceType.VALUE_SET, canonical)
        .map(ValueSetReader::read)
        .or(() -> specification.valueSet(canonical));
  }

  /** The stored value set of that id. */
  public Optional<ValueSetDefinition> valueSetWithId(String id) {
    valueSetIds.add(id);
    return find(ResourceType.VALUE_SET, List.of(), List.of(id)).stream()
        .findFirst()
        .map(found -> ValueSetReader.read(found.resource()));
  }

  private Optional<Element> newest(ResourceType type, Canonical canonical) {
    urls.computeIfAbsent(type, first -> new LinkedHashSet<>()).add(canonical.url());
    List<Stored> found = find(type, List.of(canonical.url()), List.of());
    if (found.size() > MOST_OF_A_URL) {
      throw Refusals.tooCostly(
          canonical, "more than " + MOST_OF_A_URL + " stored resources have that URL");
    }
    return found.stream()
        .filter(
            one -> canonical.version().isEmpty() || canonical.version().get().equals(version(one)))
        .max(
            Comparator.comparing(VisibleTerminology::version, new BusinessVersion())
                .thenComparingLong(one -> one.stamp().lastUpdated())
                .thenComparingLong(one -> one.stamp().resourceKey()))
        .map(Stored::resource);
  }

  private List<Stored> find(ResourceType type, List<String> ofUrls, List<String> ids) {
    Expression restriction = view.restrictions().get(type);
    if (restriction == null) {
      return List.of();
    }
    Question question = new Question(view.tenant(), type, ofUrls, ids, restriction);
    List<Stored> found = stored.find(question, MOST_OF_A_URL + 1);
    found.forEach(one -> stamps.add(one.stamp()));
    return found;
  }

  private static String version(Stored stored) {
    return stored.resource().childValue("version").orElse("");
  }
}
