package org.fhirserver.store.model;

import java.util.Locale;
import java.util.Set;

/**
 * The elements and attributes that a narrative may have.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">Limited XHTML content</a>
 */
final class XhtmlVocabulary {
  private static final Set<String> ELEMENTS =
      Set.of(
          "a",
          "abbr",
          "acronym",
          "address",
          "area",
          "b",
          "bdo",
          "big",
          "blockquote",
          "br",
          "caption",
          "center",
          "cite",
          "code",
          "col",
          "colgroup",
          "dd",
          "dfn",
          "div",
          "dl",
          "dt",
          "em",
          "font",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "i",
          "img",
          "kbd",
          "li",
          "map",
          "ol",
          "p",
          "pre",
          "q",
          "s",
          "samp",
          "small",
          "span",
          "strike",
          "strong",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "tr",
          "tt",
          "u",
          "ul",
          "var");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "abbr",
          "accesskey",
          "align",
          "alt",
          "axis",
          "bgcolor",
          "border",
          "cellpadding",
          "cellspacing",
          "char",
          "charoff",
          "charset",
          "cite",
          "class",
          "clear",
          "color",
          "cols",
          "colspan",
          "compact",
          "coords",
          "datetime",
          "dir",
          "face",
          "frame",
          "headers",
          "height",
          "href",
          "hreflang",
          "hspace",
          "id",
          "ismap",
          "lang",
          "longdesc",
          "name",
          "nohref",
          "noshade",
          "nowrap",
          "rel",
          "rev",
          "rowspan",
          "rules",
          "scope",
          "shape",
          "size",
          "span",
          "src",
          "start",
          "style",
          "summary",
          "tabindex",
          "target",
          "title",
          "type",
          "usemap",
          "valign",
          "value",
          "vspace",
          "width",
          "xml:lang",
          "xml:space",
          "xmlns");

  private static final Set<String> LINKS = Set.of("href", "src", "cite", "longdesc", "usemap");
  private static final Set<String> ACTIVE_SCHEMES = Set.of("javascript", "vbscript", "data");

  private XhtmlVocabulary() {}

  static boolean hasElement(String name) {
    return ELEMENTS.contains(name);
  }

  static boolean hasAttribute(String name) {
    return ATTRIBUTES.contains(name);
  }

  /** Whether a link does nothing but lead to another place; an image may bring its data along. */
  static boolean allowsLink(String attribute, String value) {
    if (!LINKS.contains(attribute)) {
      return true;
    }
    int end = schemeEnd(value);
    if (end < 0) {
      return true;
    }
    String scheme = value.substring(0, end).strip().toLowerCase(Locale.ROOT);
    boolean plain = scheme.chars().allMatch(c -> c > ' ' && c != '&');
    return plain
        && (!ACTIVE_SCHEMES.contains(scheme)
            || attribute.equals("src") && value.substring(end + 1).strip().startsWith("image/"));
  }

  /** Where the scheme ends, -1 if there is none; an entity may hide its colon. */
  private static int schemeEnd(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ':' || c == '&') {
        return c == ':' ? i : i + 1;
      }
      if (c == '/' || c == '?' || c == '#') {
        return -1;
      }
    }
    return -1;
  }
}
