package org.fhirserver.service.bundle;

import java.util.HashSet;
import java.util.Set;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.model.ResourceKey;

/**
 * What the entries of a transaction write, none of it twice.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class WrittenTargets {
  private final Set<ResourceKey> keys = new HashSet<>();

  /** Criteria by which something may come into being. */
  private final Set<Criteria> creating = new HashSet<>();

  /** Criteria by which something that is there is changed or goes. */
  private final Set<Criteria> changing = new HashSet<>();

  /**
   * Notes what an entry writes, as far as its URL says.
   *
   * <p>One entry may delete and another create by the same criteria: by the time of the create the
   * other one's resource is gone.
   *
   * @throws FhirException INVALID if another entry writes the same
   */
  void add(EntryRequest.Write write) {
    if (write instanceof EntryRequest.Create create) {
      create.unless().ifPresent(criteria -> add(creating, criteria));
    } else if (write instanceof EntryRequest.Update update) {
      add(update.target(), true);
    } else if (write instanceof EntryRequest.Patch patch) {
      add(patch.target(), true);
    } else {
      add(((EntryRequest.Delete) write).target(), false);
    }
  }

  /**
   * Notes what the criteria of an entry have turned out to stand for.
   *
   * @throws FhirException INVALID if another entry writes it
   */
  void add(ResourceKey key, Criteria criteria) {
    if (!keys.add(key)) {
      throw repeated(criteria);
    }
  }

  /**
   * Refuses criteria by which an entry would take for its own what another one writes.
   *
   * @throws FhirException INVALID if that is so
   */
  void requireUnwritten(ResourceKey key, Criteria criteria) {
    if (keys.contains(key)) {
      throw repeated(criteria);
    }
  }

  private void add(WriteTarget target, boolean creates) {
    if (target instanceof WriteTarget.Known known) {
      if (!keys.add(known.key())) {
        throw repeated(known.key());
      }
      return;
    }
    Criteria criteria = ((WriteTarget.Sought) target).criteria();
    add(changing, criteria);
    if (creates) {
      add(creating, criteria);
    }
  }

  private static void add(Set<Criteria> all, Criteria criteria) {
    if (!all.add(criteria)) {
      throw repeated(criteria);
    }
  }

  private static FhirException repeated(Object target) {
    return FhirException.invalid(
        "Bundle contains multiple entries that refers to the same resource '"
            + EntryErrors.shown(target.toString())
            + "'.");
  }
}
