package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;

/**
 * Deletes the resources that fulfil criteria: the only one, or as many as the caller allows.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#3.1.0.7.1">Conditional delete</a>
 */
@ApplicationScoped
public class ConditionalDeleteInteraction {

  @Inject private AccessPolicy access;

  @Inject private MatchInteraction matches;

  @Inject private ConditionalTarget targets;

  @Inject private Transactions transactions;

  @Inject private DeleteInteraction deletes;

  /**
   * Deletes what fulfils the criteria, all in one transaction.
   *
   * @param criteria the query of a search URL
   * @param count how many may be deleted; empty if there must not be more than one
   * @param hard whether all versions are removed, as if the resources had never been
   * @param ifMatch the version that the caller expects to delete
   * @return the deletions
   * @throws FhirException INVALID if the criteria are not understood, PRECONDITION_FAILED if they
   *     narrow nothing, find several resources without count, or another version stands, FORBIDDEN
   */
  public List<ResourceVersion> delete(
      RequestContext context,
      ResourceType type,
      String criteria,
      Optional<Integer> count,
      boolean hard,
      Optional<Integer> ifMatch) {
    access.require(context.caller(), Action.DELETE, type);
    if (hard) {
      access.require(context.caller(), Action.HARD_DELETE, type);
    }
    access.require(context.caller(), Action.SEARCH, type);
    Criteria parsed = Criteria.of(type, criteria);
    parsed.requireSelective(Category.PRECONDITION_FAILED);
    matches.check(context, parsed);
    return transactions.write(() -> deleteInTransaction(context, parsed, count, hard, ifMatch));
  }

  private List<ResourceVersion> deleteInTransaction(
      RequestContext context,
      Criteria criteria,
      Optional<Integer> count,
      boolean hard,
      Optional<Integer> ifMatch) {
    List<ResourceVersion> found =
        count.isPresent()
            ? targets.hold(context, criteria, count.get())
            : targets.hold(context, criteria).stream().toList();
    if (found.isEmpty() && ifMatch.isPresent()) {
      throw new FhirException(
          Category.PRECONDITION_FAILED,
          "conflict",
          "There is no version '" + ifMatch.get() + "': no resource fulfils the criteria.");
    }
    List<ResourceVersion> deletions = new ArrayList<>(found.size());
    for (ResourceVersion version : found) {
      deletes.deleteInTransaction(context, version.key(), ifMatch, hard).ifPresent(deletions::add);
    }
    return deletions;
  }
}
