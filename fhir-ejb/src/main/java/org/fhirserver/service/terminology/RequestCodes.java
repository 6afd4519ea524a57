package org.fhirserver.service.terminology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fhirserver.service.RequestContext;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.terminology.Canonical;
import org.fhirserver.store.terminology.CodeHierarchy;
import org.fhirserver.store.terminology.CodeSet;
import org.fhirserver.store.terminology.ValueSetDefinition;
import org.fhirserver.store.terminology.ValueSetEvaluation;
import org.fhirserver.store.terminology.VisibleTerminology;

/** The sets of codes that one request asks for. */
final class RequestCodes implements CodeSource {
  private static final int MOST_SETS = 50;
  private static final String VALUE_SETS = ResourceType.VALUE_SET + "/";

  private final CodeSets sets;
  private final RequestContext context;
  private final int maxCodes;
  private final Map<List<String>, CodeSet> answers = new HashMap<>();

  RequestCodes(CodeSets sets, RequestContext context, int maxCodes) {
    this.sets = sets;
    this.context = context;
    this.maxCodes = maxCodes;
  }

  @Override
  public int maxCodes() {
    return maxCodes;
  }

  @Override
  public CodeSet valueSet(String reference) {
    return answer(
        List.of("value set", reference, context.baseUrl()),
        visible ->
            id(reference)
                .flatMap(visible::valueSetWithId)
                .map(found -> codes(visible, found))
                .orElseGet(
                    () -> ValueSetEvaluation.codes(visible, Canonical.parse(reference), maxCodes)));
  }

  @Override
  public CodeSet hierarchy(CodeHierarchy direction, String system, String code) {
    return answer(
        List.of(direction.name(), system, code),
        visible ->
            direction.codes(visible, new Canonical(system, Optional.empty()), code, maxCodes));
  }

  private CodeSet codes(VisibleTerminology visible, ValueSetDefinition found) {
    return ValueSetEvaluation.codes(visible, found, maxCodes);
  }

  /** The id in a reference to a value set of this server. */
  private Optional<String> id(String reference) {
    String local =
        reference.startsWith(context.baseUrl() + "/")
            ? reference.substring(context.baseUrl().length() + 1)
            : reference;
    return Optional.of(local)
        .filter(text -> text.startsWith(VALUE_SETS))
        .map(text -> text.substring(VALUE_SETS.length()))
        .filter(ResourceKey::isId);
  }

  /** A search of several types asks for the same sets several times. */
  private CodeSet answer(List<String> words, Function<VisibleTerminology, CodeSet> evaluation) {
    CodeSet known = answers.get(words);
    if (known != null) {
      return known;
    }
    if (answers.size() == MOST_SETS) {
      throw new FhirException(
          FhirException.Category.INVALID,
          "too-costly",
          "A search may ask for " + MOST_SETS + " sets of codes by ':in', ':above' and ':below'.");
    }
    CodeSet codes = sets.answer(context, words, evaluation);
    answers.put(words, codes);
    return codes;
  }
}
