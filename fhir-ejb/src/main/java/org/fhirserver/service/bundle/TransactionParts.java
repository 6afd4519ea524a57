package org.fhirserver.service.bundle;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.fhirserver.service.resource.ConditionalPatchInteraction;
import org.fhirserver.service.resource.DeleteInteraction;
import org.fhirserver.service.resource.IdSource;
import org.fhirserver.service.resource.PatchInteraction;
import org.fhirserver.service.resource.ReferenceResolver;
import org.fhirserver.service.resource.UpdateInteraction;
import org.fhirserver.service.resource.Versions;
import org.fhirserver.service.search.MatchInteraction;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.resource.ResourceStore;

/** What a transaction is done with; dependent, because its fields are read without a proxy. */
@Dependent
class TransactionParts {

  @Inject FhirJson json;

  @Inject IdSource ids;

  @Inject Versions versions;

  @Inject ReferenceResolver references;

  @Inject MatchInteraction matches;

  @Inject UpdateInteraction updates;

  @Inject PatchInteraction patches;

  @Inject ConditionalPatchInteraction conditionalPatches;

  @Inject EntryPatches entryPatches;

  @Inject DeleteInteraction deletes;

  @Inject PlainEntries plain;

  @Inject ResourceStore store;
}
