package org.fhirserver.service.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.model.Stamp;
import org.fhirserver.store.resource.ResourceVersion;
import org.fhirserver.store.resource.ResourceWrite;
import org.fhirserver.store.resource.StoredMethod;
import org.fhirserver.store.search.FullTextField;
import org.fhirserver.store.search.FullTextIndex;
import org.fhirserver.store.search.IndexValue;
import org.fhirserver.store.search.SearchParameterType;
import org.fhirserver.store.search.SearchValues;

/** Makes versions out of resources: stamps them, writes them once and extracts what finds them. */
@ApplicationScoped
public class Versions {

  @Inject private FhirJson json;

  @Inject private SearchValues searchValues;

  @Inject private FullTextIndex fullTexts;

  @Inject private Clock clock;

  /** The present time, to the millisecond, as versions carry it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A first version. */
  public ResourceWrite first(
      Element resource, ResourceKey key, StoredMethod method, String baseUrl) {
    return make(resource, key, 1, now(), method, baseUrl);
  }

  /** The version that follows another one; its time is later, whatever the clock says. */
  public ResourceWrite next(Element resource, ResourceVersion previous, String baseUrl) {
    return make(
        resource,
        previous.key(),
        previous.version() + 1,
        timeAfter(previous),
        StoredMethod.PUT,
        baseUrl);
  }

  /** The deletion that follows a version. */
  public ResourceVersion deletion(ResourceVersion previous) {
    return new ResourceVersion(
        previous.key(),
        previous.version() + 1,
        timeAfter(previous),
        StoredMethod.DELETE,
        new byte[0]);
  }

  /** Whether the resource says the same as a version of it, its id, version and time aside. */
  public boolean isSame(Element resource, ResourceVersion version) {
    return java.util.Arrays.equals(json.write(resource, stamp(version)), version.body());
  }

  /** The resource as a stored version has it. */
  public Element read(ResourceVersion version) {
    return json.readStored(version.body());
  }

  /** Whether two resources say the same but for their ids and meta. */
  public boolean differInMetaOnly(Element resource, Element other) {
    return sameElements(content(resource), content(other));
  }

  private static List<Element> content(Element resource) {
    return resource.children().stream()
        .filter(child -> !child.name().equals("id") && !child.name().equals("meta"))
        .toList();
  }

  private static boolean sameElements(List<Element> elements, List<Element> others) {
    if (elements.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      Element other = others.get(i);
      if (!element.jsonName().equals(other.jsonName())
          || !element.value().equals(other.value())
          || !element.type().name().equals(other.type().name())
          || !sameElements(element.children(), other.children())) {
        return false;
      }
    }
    return true;
  }

  private ResourceWrite make(
      Element resource,
      ResourceKey key,
      int number,
      Instant at,
      StoredMethod method,
      String baseUrl) {
    Resources.requireWhole(resource);
    Stamp stamp = new Stamp(key.id(), Integer.toString(number), at);
    ResourceVersion version =
        new ResourceVersion(key, number, at, method, json.write(resource, stamp));
    return new ResourceWrite(version, values(resource, baseUrl));
  }

  private static Stamp stamp(ResourceVersion version) {
    return new Stamp(
        version.key().id(), Integer.toString(version.version()), version.lastUpdated());
  }

  private Instant timeAfter(ResourceVersion previous) {
    Instant now = now();
    return now.isAfter(previous.lastUpdated()) ? now : previous.lastUpdated().plusMillis(1);
  }

  /** What a resource is found by; a reference by this server's own URL counts as a relative one. */
  public List<IndexValue> values(Element resource, String baseUrl) {
    List<IndexValue> extracted = searchValues.extract(resource);
    List<IndexValue> values = new ArrayList<>(extracted.size() + FullTextField.values().length);
    for (IndexValue value : extracted) {
      values.add(
          value instanceof IndexValue.Uri uri
                  && uri.path().type() == SearchParameterType.REFERENCE
                  && uri.value().startsWith(baseUrl + "/")
              ? local(uri, uri.value().substring(baseUrl.length() + 1))
              : value);
    }
    fullTexts.addTexts(resource, values);
    return values;
  }

  private static IndexValue local(IndexValue.Uri uri, String relative) {
    String[] parts = relative.split("/");
    Optional<ResourceType> type = ResourceType.named(parts[0]);
    boolean resource = parts.length == 2 || parts.length == 4 && parts[2].equals("_history");
    return type.isPresent() && resource && ResourceKey.isId(parts[1])
        ? new IndexValue.Reference(uri.path(), uri.element(), type.get(), parts[1])
        : uri;
  }
}
