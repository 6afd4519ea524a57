package org.fhirserver.service.terminology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessDecision.Allowed;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.database.Reads;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.tenant.Tenant;
import org.fhirserver.store.terminology.CodeSet;
import org.fhirserver.store.terminology.SpecificationTerminology;
import org.fhirserver.store.terminology.StoredTerminology;
import org.fhirserver.store.terminology.VisibleTerminology;

/**
 * Finds out sets of codes and remembers them. What is remembered counts as long as the resources
 * that it rests on are, for the caller, the same in the same version; that is asked each time, so
 * that a change counts at once, on whichever node.
 */
@ApplicationScoped
public class CodeSets {
  private static final List<ResourceType> TYPES =
      List.of(ResourceType.VALUE_SET, ResourceType.CODE_SYSTEM);

  private static final int MOST_REMEMBERED_CODES = 200_000;
  private static final int WEIGHT_OF_A_SET = 50;

  @Inject private AccessPolicy access;

  @Inject private StoredTerminology stored;

  @Inject private SpecificationTerminology specification;

  @Inject
  @ConfigProperty(name = "fhir.search.max-codes", defaultValue = "10000")
  private int maxCodes;

  private final Cache<Question, Answer> answers =
      Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED_CODES)
          .weigher((Question question, Answer answer) -> WEIGHT_OF_A_SET + answer.codes().size())
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();

  /** A set that is asked for, in words that tell it from all others of the tenant. */
  record Question(Tenant tenant, List<String> words) {}

  private record Answer(CodeSet codes, VisibleTerminology.Basis basis) {}

  /** The codes as the caller of a request sees them. */
  public CodeSource of(RequestContext context) {
    return new RequestCodes(this, context, maxCodes);
  }

  /** The answer to a question, remembered or new. */
  CodeSet answer(
      RequestContext context,
      List<String> words,
      Function<VisibleTerminology, CodeSet> evaluation) {
    VisibleTerminology visible = new VisibleTerminology(stored, specification, view(context));
    if (Reads.isInTransaction()) {
      // What the transaction has written may never be committed.
      return evaluation.apply(visible);
    }
    Question question = new Question(context.tenant(), words);
    Answer known = answers.getIfPresent(question);
    if (known != null && visible.isUnchanged(known.basis())) {
      return known.codes();
    }
    CodeSet codes = evaluation.apply(visible);
    answers.put(question, new Answer(codes, visible.basis()));
    return codes;
  }

  private VisibleTerminology.View view(RequestContext context) {
    Map<ResourceType, Expression> restrictions = new EnumMap<>(ResourceType.class);
    for (ResourceType type : TYPES) {
      if (access.decide(context.caller(), Action.SEARCH, type) instanceof Allowed allowed) {
        restrictions.put(type, allowed.restriction());
      }
    }
    return new VisibleTerminology.View(context.tenant(), restrictions);
  }
}
