package org.fhirserver.service.everything;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fhirserver.service.RequestContext;
import org.fhirserver.service.access.AccessDecision;
import org.fhirserver.service.access.AccessPolicy;
import org.fhirserver.service.access.Action;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.search.CompartmentDefinitions;
import org.fhirserver.store.search.CompartmentMember;
import org.fhirserver.store.search.CompartmentPosition;
import org.fhirserver.store.search.CompartmentQuery;
import org.fhirserver.store.search.CompartmentStore;
import org.fhirserver.store.search.Expression;
import org.fhirserver.store.search.ResourceQuery;
import org.fhirserver.store.search.SearchParameter;
import org.fhirserver.store.search.SearchParameters;
import org.fhirserver.store.search.SearchStore;
import org.fhirserver.store.search.SupportQuery;

/** Finds what belongs to a patient, as far as the caller may see it. */
@ApplicationScoped
class PatientRecord {
  /** More linked patients than that are left out. */
  static final int MOST_LINKED = 20;

  /** How many supporting resources a page has at most; they do not count as found ones. */
  private static final int SUPPORT_COUNT = 1000;

  @Inject private AccessPolicy access;

  @Inject private SearchParameters parameters;

  @Inject private CompartmentDefinitions compartments;

  @Inject private CompartmentStore store;

  @Inject private SearchStore searches;

  /**
   * A page.
   *
   * @param found the patients and the resources of their compartments
   * @param support what they refer to
   * @param next where the next page starts; empty on the last one
   */
  record Page(
      List<ResourceVersion> found,
      List<ResourceVersion> support,
      Optional<EverythingCursor> next) {}

  /** Finds a page. */
  Page page(
      RequestContext context,
      ResourceVersion patient,
      List<ResourceKey> seeAlso,
      EverythingRequest request) {
    List<ResourceVersion> patients = new ArrayList<>(List.of(patient));
    patients.addAll(linked(context, seeAlso));
    List<ResourceKey> owners = patients.stream().map(ResourceVersion::key).toList();
    if (request.after().orElse(null) instanceof EverythingCursor.BehindSupport behind) {
      return support(context, owners, request, List.of(), Optional.of(behind.resourceKey()));
    }
    List<ResourceVersion> found = new ArrayList<>();
    if (request.after().isEmpty() && request.wants(ResourceType.PATIENT)) {
      patients.stream().filter(request::isChanged).forEach(found::add);
    }
    CompartmentStore.Page members =
        store.members(
            new CompartmentQuery(
                context.tenant(),
                owners,
                members(context, owners, Optional.of(request)),
                position(request),
                request.count()));
    found.addAll(members.resources());
    return members.last().isPresent()
        ? new Page(found, List.of(), members.last().map(EverythingCursor.Behind::new))
        : support(context, owners, request, found, Optional.empty());
  }

  private static Optional<CompartmentPosition> position(EverythingRequest request) {
    return request.after().map(after -> ((EverythingCursor.Behind) after).position());
  }

  private List<ResourceVersion> linked(RequestContext context, List<ResourceKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Expression restriction = access.require(context.caller(), Action.READ, ResourceType.PATIENT);
    List<String> ids = keys.stream().limit(MOST_LINKED).map(ResourceKey::id).toList();
    Expression filter = Expression.and(List.of(new Expression.Ids(ids), restriction));
    return searches
        .search(
            new ResourceQuery(
                context.tenant(),
                ResourceType.PATIENT,
                filter,
                List.of(),
                Optional.empty(),
                MOST_LINKED))
        .resources();
  }

  /**
   * The types of the compartment that the caller may see.
   *
   * @param request only what it asks for, if it is given
   */
  private List<CompartmentMember> members(
      RequestContext context, List<ResourceKey> owners, Optional<EverythingRequest> request) {
    List<CompartmentMember> members = new ArrayList<>();
    Map<ResourceType, List<SearchParameter>> definitions =
        new EnumMap<>(compartments.members(ResourceType.PATIENT));
    parameters
        .specified()
        .find(ResourceType.DEVICE, "patient")
        .ifPresent(parameter -> definitions.put(ResourceType.DEVICE, List.of(parameter)));
    definitions.forEach(
        (type, parameters) -> {
          if (request.map(asked -> asked.wants(type)).orElse(true)) {
            visible(context, type)
                .map(
                    restriction ->
                        Expression.and(List.of(restriction, filter(type, owners, request))))
                .ifPresent(filter -> members.add(CompartmentMember.of(type, parameters, filter)));
          }
        });
    return members;
  }

  private Expression filter(
      ResourceType type, List<ResourceKey> owners, Optional<EverythingRequest> request) {
    Expression noOwner =
        type == ResourceType.PATIENT
            ? new Expression.Not(new Expression.Ids(owners.stream().map(ResourceKey::id).toList()))
            : new Expression.All();
    return Expression.and(
        List.of(
            noOwner,
            request
                .map(asked -> asked.dates().filter(parameters.specified(), type))
                .orElseGet(Expression.All::new),
            request.map(EverythingRequest::changed).orElseGet(Expression.All::new)));
  }

  private Optional<Expression> visible(RequestContext context, ResourceType type) {
    return access.decide(context.caller(), Action.SEARCH, type)
            instanceof AccessDecision.Allowed allowed
        ? Optional.of(allowed.restriction())
        : Optional.empty();
  }

  private Page support(
      RequestContext context,
      List<ResourceKey> owners,
      EverythingRequest request,
      List<ResourceVersion> found,
      Optional<Long> after) {
    Collection<ResourceType> members = compartments.members(ResourceType.PATIENT).keySet();
    Map<ResourceType, Expression> types = new EnumMap<>(ResourceType.class);
    for (ResourceType type : ResourceType.values()) {
      if (type.isStored() && !members.contains(type) && request.wants(type)) {
        visible(context, type)
            .ifPresent(
                restriction ->
                    types.put(type, Expression.and(List.of(restriction, request.changed()))));
      }
    }
    CompartmentStore.Page page =
        store.support(
            new SupportQuery(
                context.tenant(),
                owners,
                members(context, owners, Optional.empty()),
                types,
                after,
                SUPPORT_COUNT));
    return new Page(
        found,
        page.resources(),
        page.last().map(last -> new EverythingCursor.BehindSupport(last.resourceKey())));
  }
}
