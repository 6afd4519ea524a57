package org.fhirserver.web.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that shows a resource to people with a browser. Nothing in it runs, whatever the resource
 * holds: all of it is text.
 */
final class HtmlPage {
  private static final Pattern REFERENCE =
      Pattern.compile("\"reference\": \"([A-Z][A-Za-z]++/[A-Za-z0-9.-]{1,64})\"");
  private static final String STYLE =
      "body{font-family:sans-serif;margin:1em 2em}"
          + "pre{background:#f4f4f4;padding:1em;overflow-x:auto}";

  private final String baseUrl;
  private final StringBuilder page = new StringBuilder();

  private HtmlPage(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /**
   * The page.
   *
   * @param path the path below the base URL
   * @param query the query without _format; empty if there is none
   * @param json the resource, indented
   */
  static String of(String baseUrl, String path, String query, String json) {
    return new HtmlPage(baseUrl).build(path, query, json);
  }

  private String build(String path, String query, String json) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    escape(path);
    page.append("</title><style>").append(STYLE).append("</style></head><body><h1>");
    escape(path);
    page.append("</h1><p>");
    String prefix = query.isEmpty() ? "?" : "?" + query + "&";
    link(prefix + "_format=json", "JSON");
    page.append(" | ");
    link(prefix + "_format=xml", "XML");
    page.append(" | ");
    link(baseUrl + "/metadata", "CapabilityStatement");
    page.append("</p><pre>");
    linked(json);
    return page.append("</pre></body></html>\n").toString();
  }

  private void linked(String json) {
    Pattern links =
        Pattern.compile(
            REFERENCE.pattern()
                + "|\"("
                + Pattern.quote(baseUrl)
                + "[/?][\\x21\\x23-\\x5b\\x5d-\\x7e]*+)\"");
    Matcher matcher = links.matcher(json);
    int written = 0;
    while (matcher.find()) {
      int group = matcher.group(1) == null ? 2 : 1;
      escape(json.substring(written, matcher.start(group)));
      String text = matcher.group(group);
      link(group == 1 ? baseUrl + "/" + text : text, text);
      written = matcher.end(group);
    }
    escape(json.substring(written));
  }

  private void link(String url, String text) {
    page.append("<a href=\"");
    escape(url);
    page.append("\">");
    escape(text);
    page.append("</a>");
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> page.append(c);
      }
    }
  }
}
