package org.fhirserver.store.terminology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fhirserver.store.FhirException;

/**
 * Finds out which codes are in a value set: exactly, or not at all.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset.html#expansion">Value set expansion</a>
 */
public final class ValueSetEvaluation {
  private static final int DEEPEST_NESTING = 50;

  private final TerminologySource source;
  private final int maxCodes;
  private final Allowance allowance;
  private final Canonical asked;
  private final Map<Canonical, CodeSet> done = new HashMap<>();
  private final Set<Canonical> open = new LinkedHashSet<>();

  private ValueSetEvaluation(TerminologySource source, int maxCodes, Canonical asked) {
    this.source = source;
    this.maxCodes = maxCodes;
    this.asked = asked;
    this.allowance = new Allowance(asked);
  }

  /**
   * The codes in the value set of that URL.
   *
   * @param source where it, and what it refers to, is found
   * @param maxCodes how many codes it may have
   * @throws FhirException INVALID if the value set or something in it is not known, cannot be
   *     evaluated exactly, or is too large
   */
  public static CodeSet codes(TerminologySource source, Canonical canonical, int maxCodes) {
    return new ValueSetEvaluation(source, maxCodes, canonical).evaluateAsked(Optional.empty());
  }

  /**
   * The codes in a value set that has been found already.
   *
   * @throws FhirException INVALID as {@link #codes(TerminologySource, Canonical, int)}
   */
  public static CodeSet codes(TerminologySource source, ValueSetDefinition valueSet, int maxCodes) {
    return new ValueSetEvaluation(source, maxCodes, valueSet.canonical())
        .evaluateAsked(Optional.of(valueSet));
  }

  private CodeSet evaluateAsked(Optional<ValueSetDefinition> found) {
    CodeSet codes = found.isPresent() ? content(found.get()) : evaluate(asked);
    if (codes.size() > maxCodes) {
      throw Refusals.tooCostly(
          asked, "it has " + codes.size() + " codes, of which " + maxCodes + " are allowed");
    }
    return codes;
  }

  private CodeSet evaluate(Canonical canonical) {
    CodeSet known = done.get(canonical);
    if (known != null) {
      return known;
    }
    if (!open.add(canonical)) {
      throw Refusals.notEvaluable(asked, "'" + canonical + "' includes itself");
    }
    if (open.size() > DEEPEST_NESTING) {
      throw Refusals.tooCostly(
          asked, "its value sets are nested more than " + DEEPEST_NESTING + " deep");
    }
    ValueSetDefinition valueSet =
        source.valueSet(canonical).orElseThrow(() -> Refusals.unknown("value set", canonical));
    CodeSet codes = content(valueSet);
    open.remove(canonical);
    done.put(canonical, codes);
    return codes;
  }

  private CodeSet content(ValueSetDefinition valueSet) {
    if (valueSet.content() instanceof ValueSetDefinition.Expanded expanded) {
      allowance.spend(expanded.codes().size());
      return expanded.codes();
    }
    if (valueSet.content() instanceof ValueSetDefinition.Composed composed) {
      return compose(valueSet.canonical(), composed);
    }
    throw Refusals.notEvaluable(
        valueSet.canonical(), ((ValueSetDefinition.Unknown) valueSet.content()).reason());
  }

  private CodeSet compose(Canonical valueSet, ValueSetDefinition.Composed composed) {
    CodeSet included = union(valueSet, composed.includes());
    CodeSet codes =
        included
            .without(union(valueSet, composed.excludes()))
            .orElseThrow(
                () ->
                    Refusals.notEvaluable(
                        valueSet, "it excludes codes of a system of which not all are known"));
    return composed.isActiveOnly() ? active(valueSet, codes) : codes;
  }

  private CodeSet union(Canonical valueSet, List<ValueSetPart> parts) {
    List<CodeSet> sets = new ArrayList<>();
    for (ValueSetPart part : parts) {
      CodeSet set = part(valueSet, part);
      allowance.spend(set.size());
      sets.add(set);
    }
    return CodeSet.union(sets);
  }

  private CodeSet part(Canonical valueSet, ValueSetPart part) {
    List<CodeSet> conditions = new ArrayList<>();
    part.system().ifPresent(system -> conditions.add(ofSystem(valueSet, system, part)));
    part.valueSets().forEach(other -> conditions.add(evaluate(other)));
    conditions.forEach(set -> allowance.spend(set.size()));
    return conditions.stream()
        .reduce(CodeSet::and)
        .orElseThrow(
            () ->
                Refusals.notEvaluable(
                    valueSet, "a part of it names neither a code system nor a value set"));
  }

  private CodeSet ofSystem(Canonical valueSet, Canonical system, ValueSetPart part) {
    if (!part.filters().isEmpty()) {
      CodeSystemDefinition definition = complete(valueSet, system);
      Set<String> selected =
          new FilteredConcepts(valueSet, definition, allowance).select(part.filters());
      CodeSet filtered = CodeSet.listed(system.url(), selected);
      return part.concepts().isEmpty()
          ? filtered
          : filtered.and(CodeSet.listed(system.url(), part.concepts()));
    }
    if (!part.concepts().isEmpty()) {
      return CodeSet.listed(system.url(), part.concepts());
    }
    Optional<CodeSystemDefinition> definition = source.codeSystem(system);
    if (definition.isEmpty() && system.version().isPresent()) {
      throw Refusals.unknown("code system", system);
    }
    return definition
        .filter(CodeSystemDefinition::isComplete)
        .map(known -> CodeSet.listed(system.url(), known.codes()))
        .orElseGet(() -> CodeSet.whole(system.url()));
  }

  private CodeSet active(Canonical valueSet, CodeSet codes) {
    if (!codes.wholeSystems().isEmpty()) {
      throw Refusals.notEvaluable(
          valueSet, "it leaves out inactive codes of a system of which not all are known");
    }
    Map<String, Set<String>> active = new LinkedHashMap<>();
    codes
        .codes()
        .forEach(
            (url, some) -> {
              CodeSystemDefinition system = complete(valueSet, Canonical.of(url, ""));
              Set<String> rest = new LinkedHashSet<>(some);
              rest.removeIf(code -> system.find(code).filter(system::isInactive).isPresent());
              if (!rest.isEmpty()) {
                active.put(url, rest);
              }
            });
    return new CodeSet(active, Set.of());
  }

  private CodeSystemDefinition complete(Canonical valueSet, Canonical system) {
    CodeSystemDefinition definition =
        source.codeSystem(system).orElseThrow(() -> Refusals.unknown("code system", system));
    if (!definition.isComplete()) {
      throw Refusals.notEvaluable(
          valueSet, "it selects from '" + system + "', of which not all codes are known");
    }
    return definition;
  }
}
