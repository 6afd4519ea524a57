package org.fhirserver.service.bundle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fhirserver.store.model.Element;
import org.fhirserver.store.model.ResourceKey;

/**
 * What the full URLs of a transaction's entries become: wherever one stands, in a reference, a URI
 * or a link of a narrative, the stored resource's relative URL takes its place.
 *
 * <p>A URI that names something and leads nowhere stays as it is: the system of a code or
 * identifier, the URL of an extension, the canonical URL by which a resource calls itself. So does
 * a canonical reference, unless the full URL is a URN, under which nobody can have published
 * anything.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#trules">Transaction processing rules</a>
 * @see <a href="https://hl7.org/fhir/R4/bundle.html#references">Resolving references in Bundles</a>
 */
final class LocalReferences {
  private static final Set<String> LINK_TYPES = Set.of("uri", "url", "oid", "uuid");
  private static final Pattern LINK =
      Pattern.compile("(\\s(?:href|src)\\s*=\\s*)(?:\"([^\"]+)\"|'([^']+)')");

  /** The URL of a resource on a server: its base, the relative URL, perhaps a version. */
  private static final Pattern REST_URL =
      Pattern.compile("(https?://.+/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?");

  private static final String VERSION = "/_history/";

  private final Map<String, Target> targets = new HashMap<>();
  private boolean hasRestUrl;

  /** What stands in the place of a full URL. */
  private record Target(ResourceKey key, IntSupplier version) {}

  /**
   * Says what a full URL becomes.
   *
   * @param version tells which version of the resource the transaction leaves
   */
  void add(String fullUrl, ResourceKey key, IntSupplier version) {
    targets.put(fullUrl, new Target(key, version));
    hasRestUrl |= isRestUrl(fullUrl);
  }

  /** Whether an entry has that full URL. */
  boolean contains(String fullUrl) {
    return targets.containsKey(fullUrl);
  }

  /** Whether there is anything to rewrite. */
  boolean isEmpty() {
    return targets.isEmpty();
  }

  /**
   * Rewrites all URLs in a resource.
   *
   * @param fullUrl the full URL of its own entry, from which relative ones start
   */
  void rewrite(Element resource, Optional<String> fullUrl) {
    if (targets.isEmpty()) {
      return;
    }
    Optional<String> base =
        hasRestUrl
            ? fullUrl.map(REST_URL::matcher).filter(Matcher::matches).map(url -> url.group(1))
            : Optional.empty();
    new Rewriting(base.orElse("")).rewriteChildren(resource, true);
  }

  private static boolean isRestUrl(String fullUrl) {
    return fullUrl.startsWith("http") && REST_URL.matcher(fullUrl).matches();
  }

  /**
   * The way through one resource.
   *
   * @param base what relative URLs are resolved against, "" if they are not
   */
  private final class Rewriting {
    private final String base;

    Rewriting(String base) {
      this.base = base;
    }

    void rewriteChildren(Element parent, boolean isResource) {
      String parentType = parent.type().name();
      for (Element child : parent.children()) {
        String type = child.type().name();
        if (parentType.equals("Reference") && child.name().equals("reference")
            || LINK_TYPES.contains(type) && !isName(child, parentType, isResource)) {
          rewriteLink(child);
        } else if (type.equals("canonical")) {
          child
              .value()
              .filter(value -> value.startsWith("urn:"))
              .ifPresent(any -> rewriteLink(child));
        } else if (type.equals("xhtml")) {
          child.value().filter(text -> text.contains("=")).ifPresent(text -> rewrite(child, text));
        }
        rewriteChildren(child, child.name().equals("contained"));
      }
    }

    private void rewriteLink(Element link) {
      link.value().flatMap(this::replacement).ifPresent(link::replaceValue);
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
      return replacement(url).map(found -> link.group(1) + '"' + found + '"').orElse(link.group());
    }

    /** What a URL becomes: with its fragment, and still of a version if it is of one. */
    private Optional<String> replacement(String url) {
      String absolute = base.isEmpty() || isAbsolute(url) ? url : base + url;
      Target exact = targets.get(absolute);
      if (exact != null) {
        return Optional.of(exact.key().toString());
      }
      int end = indexOfSuffix(absolute);
      String suffix = absolute.substring(end);
      String bare = absolute.substring(0, end);
      int history = bare.indexOf(VERSION);
      Target target = targets.get(history < 0 ? bare : bare.substring(0, history));
      if (target == null) {
        return Optional.empty();
      }
      return Optional.of(
          target.key() + (history < 0 ? "" : VERSION + target.version().getAsInt()) + suffix);
    }
  }

  /** A resource's own canonical URL, the URL of an extension or the system of a code. */
  private static boolean isName(Element element, String parentType, boolean isInResource) {
    return switch (element.name()) {
      case "url" ->
          parentType.equals("Extension") || isInResource && element.type().name().equals("uri");
      case "system" -> true;
      default -> false;
    };
  }

  private static boolean isAbsolute(String url) {
    return url.indexOf(':') >= 0 || url.startsWith("#");
  }

  /** Where the version of a canonical URL or the fragment starts, or the end. */
  private static int indexOfSuffix(String url) {
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '|' || url.charAt(i) == '#') {
        return i;
      }
    }
    return url.length();
  }
}
