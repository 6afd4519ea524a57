package org.fhirserver.service.bundle;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;

/**
 * What the full URLs of a transaction's entries become: wherever one stands, in a reference, a URI
 * or a link of a narrative, the new resource's relative URL takes its place.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 */
final class LocalReferences {
  private static final Set<String> URI_TYPES = Set.of("uri", "url", "canonical", "oid", "uuid");
  private static final Pattern LINK =
      Pattern.compile("(\\s(?:href|src)\\s*=\\s*)(?:\"([^\"]+)\"|'([^']+)')");

  private final Map<String, String> targets = new HashMap<>();

  /** Says what a full URL becomes. */
  void add(String fullUrl, ResourceKey key) {
    targets.put(fullUrl, key.toString());
  }

  /** Whether an entry has that full URL. */
  boolean contains(String fullUrl) {
    return targets.containsKey(fullUrl);
  }

  /** Rewrites all URLs in a resource. */
  void rewrite(Element element) {
    if (targets.isEmpty()) {
      return;
    }
    boolean reference = element.type().name().equals("Reference");
    for (Element child : element.children()) {
      String type = child.type().name();
      if (URI_TYPES.contains(type) || reference && child.name().equals("reference")) {
        child.value().map(targets::get).ifPresent(child::replaceValue);
      } else if (type.equals("xhtml")) {
        child.value().filter(text -> text.contains("=")).ifPresent(text -> rewrite(child, text));
      }
      rewrite(child);
    }
  }

  private void rewrite(Element narrative, String text) {
    String rewritten =
        LINK.matcher(text).replaceAll(link -> Matcher.quoteReplacement(rewritten(link)));
    if (!rewritten.equals(text)) {
      narrative.replaceValue(rewritten);
    }
  }

  /** The link with what its URL becomes; it stands in either quotes. */
  private String rewritten(MatchResult link) {
    String url = link.group(2) == null ? link.group(3) : link.group(2);
    return targets.containsKey(url) ? link.group(1) + '"' + targets.get(url) + '"' : link.group();
  }
}
