package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String BASE = "http://example.org/fhir";

  @Test
  void showsEverythingAsText() {
    String page =
        HtmlPage.of(
            BASE,
            "/fhir/<b>'\"",
            "x=\"><script>",
            "{\"a\": \"</pre><script>alert('1')</script>\"}");

    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("<b>"), page);
    assertTrue(page.contains("&lt;/pre&gt;&lt;script&gt;alert(&#39;1&#39;)"), page);
  }

  @Test
  void leadsToOtherFormatsAndResources() {
    String page =
        HtmlPage.of(
            BASE,
            "/fhir/Patient",
            "name=x",
            "{\"reference\": \"Group/g1\",\n\"url\": \"http://example.org/fhir/Patient?a=1&b=2\",\n"
                + "\"other\": \"http://example.org/fhirx\", \"x\": \"javascript:alert(1)\"}");

    assertTrue(page.contains("<a href=\"?name=x&amp;_format=xml\">XML</a>"), page);
    assertTrue(
        page.contains("<a href=\"http://example.org/fhir/Group/g1\">Group/g1</a>&quot;"), page);
    assertTrue(page.contains("<a href=\"http://example.org/fhir/Patient?a=1&amp;b=2\">"), page);
    assertFalse(page.contains("href=\"http://example.org/fhirx"), page);
    assertFalse(page.contains("href=\"javascript"), page);
  }
}
