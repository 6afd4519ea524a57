package org.fhirserver.service.bundle;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.fhirserver.service.history.HistoryScope;
import org.fhirserver.service.operation.OperationMethod;
import org.fhirserver.service.resource.BooleanParameter;
import org.fhirserver.service.resource.ConditionalDeleteParameters;
import org.fhirserver.service.resource.Preconditions;
import org.fhirserver.service.resource.ReadConditions;
import org.fhirserver.service.search.Criteria;
import org.fhirserver.service.search.QueryParameter;
import org.fhirserver.service.search.SearchScope;
import org.fhirserver.service.view.ViewRequest;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;

/**
 * Finds out what an entry asks for by its method and URL, as the server itself does for requests.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#summary">Summary of interactions</a>
 */
final class EntryRouter {
  private static final String HISTORY = "_history";

  private final BundleEntry entry;
  private final List<String> path;
  private final List<QueryParameter> query;

  private EntryRouter(BundleEntry entry, EntryUrl url) {
    this.entry = entry;
    this.path = url.path();
    this.query = url.query();
  }

  /**
   * What the entry asks for.
   *
   * @throws FhirException INVALID if it asks for nothing that can be in a Bundle, NOT_FOUND if the
   *     URL leads nowhere, NOT_ALLOWED if it leads to where the method is not allowed
   */
  static EntryRequest route(BundleEntry entry, String baseUrl) {
    if (entry.method().isEmpty() && entry.url().isEmpty()) {
      throw FhirException.invalid(
          "Request is empty: an entry needs request.method and request.url.");
    }
    if (entry.method().isEmpty() || entry.url().isEmpty()) {
      throw FhirException.invalid("An entry needs both request.method and request.url.");
    }
    return new EntryRouter(entry, EntryUrl.of(entry.url(), baseUrl)).route();
  }

  private EntryRequest route() {
    EntryRequest request =
        switch (entry.method()) {
          case "GET", "HEAD" -> get();
          case "POST" -> post();
          case "PUT" -> put();
          case "PATCH" -> patch();
          case "DELETE" -> delete();
          default ->
              throw new FhirException(
                  Category.INVALID,
                  "not-supported",
                  "The method is none of GET, HEAD, POST, PUT, PATCH and DELETE.");
        };
    requireFittingConditions(request);
    return request;
  }

  private EntryRequest get() {
    Optional<EntryRequest> call = call(OperationMethod.GET);
    if (call.isPresent()) {
      return call.get();
    }
    if (path.size() == 1 && path.get(0).equals(HISTORY)) {
      return new EntryRequest.History(entry, new HistoryScope.All(), query);
    }
    if (path.size() == 2 && path.get(1).equals(HISTORY)) {
      return new EntryRequest.History(entry, new HistoryScope.Type(type()), query);
    }
    if (path.size() == 1 && path.get(0).equals("metadata")) {
      return new EntryRequest.Capabilities(entry, view());
    }
    if (path.size() == 3 && path.get(2).equals(HISTORY)) {
      return new EntryRequest.History(entry, new HistoryScope.Instance(key()), query);
    }
    if (SearchRoute.isByForm(path)) {
      throw notAllowed();
    }
    Optional<SearchScope> scope = SearchRoute.scope(path);
    if (scope.isPresent()) {
      return new EntryRequest.Search(entry, scope.get(), query);
    }
    boolean version = path.size() == 4 && path.get(2).equals(HISTORY);
    if (path.size() != 2 && !version) {
      throw unknownRoute();
    }
    return new EntryRequest.Read(
        entry,
        key(),
        version ? Optional.of(path.get(3)) : Optional.empty(),
        readConditions(),
        view());
  }

  /** The parameters, of which none but those that say what is shown are allowed. */
  private List<QueryParameter> view() {
    requireNone(
        query.stream().filter(parameter -> !ViewRequest.isParameter(parameter.name())).toList());
    return query;
  }

  private EntryRequest post() {
    Optional<EntryRequest> call = call(OperationMethod.POST);
    if (call.isPresent()) {
      return call.get();
    }
    if (SearchRoute.isByForm(path)) {
      SearchScope scope = SearchRoute.scope(path).orElseThrow(this::unknownRoute);
      return new EntryRequest.Search(entry, scope, query);
    }
    if (path.size() != 1) {
      throw path.size() == 2 ? notAllowed() : unknownRoute();
    }
    ResourceType type = type();
    requireNone(query);
    requireResource();
    return new EntryRequest.Create(
        entry, type, entry.conditions().ifNoneExist().map(text -> Criteria.of(type, text)));
  }

  private EntryRequest put() {
    boolean keepMetaHistory = BooleanParameter.META_HISTORY.in(query, true);
    WriteTarget target = target(BooleanParameter.META_HISTORY.without(query));
    requireResource();
    return new EntryRequest.Update(entry, target, ifMatch(), keepMetaHistory);
  }

  private EntryRequest patch() {
    boolean keepMetaHistory = BooleanParameter.META_HISTORY.in(query, true);
    WriteTarget target = target(BooleanParameter.META_HISTORY.without(query));
    if (target instanceof WriteTarget.Sought sought) {
      sought.criteria().requireSelective(Category.PRECONDITION_FAILED);
    }
    requireResource();
    return new EntryRequest.Patch(entry, target, ifMatch(), keepMetaHistory);
  }

  private EntryRequest delete() {
    Optional<EntryRequest> call = call(OperationMethod.DELETE);
    if (call.isPresent()) {
      return call.get();
    }
    if (path.size() != 1) {
      return new EntryRequest.Delete(
          entry,
          target(BooleanParameter.HARD_DELETE.without(query)),
          ifMatch(),
          Optional.empty(),
          BooleanParameter.HARD_DELETE.in(query, false));
    }
    ConditionalDeleteParameters asked = ConditionalDeleteParameters.of(query);
    Criteria criteria = Criteria.of(type(), asked.criteria());
    criteria.requireSelective(Category.PRECONDITION_FAILED);
    return new EntryRequest.Delete(
        entry, new WriteTarget.Sought(criteria), ifMatch(), asked.count(), asked.hard());
  }

  /** A URL that ends with the name of an operation calls it. */
  private Optional<EntryRequest> call(OperationMethod method) {
    int size = path.size();
    if (size == 0 || !path.get(size - 1).startsWith("$")) {
      return Optional.empty();
    }
    boolean versioned = size == 5 && path.get(2).equals(HISTORY);
    if (size > 3 && !versioned) {
      throw unknownRoute();
    }
    return Optional.of(
        new EntryRequest.Call(
            entry,
            method,
            path.get(size - 1).substring(1),
            size > 1 ? Optional.of(type()) : Optional.empty(),
            size > 2 ? Optional.of(path.get(1)) : Optional.empty(),
            versioned ? Optional.of(path.get(3)) : Optional.empty(),
            query));
  }

  private WriteTarget target(List<QueryParameter> parameters) {
    if (path.size() == 1) {
      return new WriteTarget.Sought(Criteria.of(type(), parameters));
    }
    if (path.size() == 4 && path.get(2).equals(HISTORY)) {
      throw notAllowed();
    }
    if (path.size() != 2) {
      throw unknownRoute();
    }
    ResourceKey key = key();
    requireNone(parameters);
    return new WriteTarget.Known(key);
  }

  private ResourceKey key() {
    String id = path.get(1);
    if (id.startsWith("$") || id.startsWith("_")) {
      throw unknownRoute();
    }
    return new ResourceKey(type(), id);
  }

  private ResourceType type() {
    return ResourceType.named(path.get(0))
        .filter(ResourceType::isStored)
        .orElseThrow(this::unknownRoute);
  }

  private Optional<Integer> ifMatch() {
    return entry.conditions().ifMatch().map(Preconditions::versionOf);
  }

  private ReadConditions readConditions() {
    return new ReadConditions(
        entry.conditions().ifNoneMatch(),
        entry.conditions().ifModifiedSince().map(EntryRouter::instant));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      throw FhirException.invalid("request.ifModifiedSince is no instant.");
    }
  }

  /** A condition that is not held must not look as if it were. */
  private void requireFittingConditions(EntryRequest request) {
    EntryConditions conditions = entry.conditions();
    boolean changes =
        request instanceof EntryRequest.Write && !(request instanceof EntryRequest.Create);
    if (conditions.ifMatch().isPresent() && !changes) {
      throw unfitting("ifMatch", "update, patch and delete");
    }
    if (conditions.ifNoneExist().isPresent() && !(request instanceof EntryRequest.Create)) {
      throw unfitting("ifNoneExist", "create");
    }
    if (request instanceof EntryRequest.Write) {
      if (conditions.ifNoneMatch().isPresent()) {
        throw unfitting("ifNoneMatch", "read");
      }
      if (conditions.ifModifiedSince().isPresent()) {
        throw unfitting("ifModifiedSince", "read");
      }
    }
  }

  private static FhirException unfitting(String condition, String place) {
    return new FhirException(
        Category.INVALID,
        "not-supported",
        "The condition '" + condition + "' is for " + place + " only.");
  }

  private static void requireNone(List<QueryParameter> parameters) {
    if (!parameters.isEmpty()) {
      throw new FhirException(
          Category.INVALID,
          "not-supported",
          "The parameter '"
              + parameters.get(0).name()
              + "' is not supported for this interaction.");
    }
  }

  private void requireResource() {
    if (!entry.hasResource()) {
      throw new FhirException(
          Category.INVALID, "required", "An entry with " + entry.method() + " needs a resource.");
    }
  }

  private FhirException unknownRoute() {
    return new FhirException(
        Category.NOT_FOUND,
        "not-found",
        "The route for \"" + EntryErrors.shown(entry.url()) + "\" was not found.");
  }

  private static FhirException notAllowed() {
    return new FhirException(
        Category.NOT_ALLOWED, "not-supported", "The requested operation is not supported.");
  }
}
