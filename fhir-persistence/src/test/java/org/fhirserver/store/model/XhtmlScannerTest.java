package org.fhirserver.store.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XhtmlScannerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">Text</div>",
        " <div>\n<p class='a' style=\"color: red\">1 &lt; 2 &amp; 3 &gt; 2&#160;&nbsp;</p>\n</div> ",
        "<div><!-- a <script> in a comment --><b>x</b><br/><br /><hr></hr></div>",
        "<div><a href=\"Patient/1?a=b&amp;c=javascript:1\">x</a><a href=\"#a\" name=\"b\">y</a></div>",
        "<div><a href=\"https://example.org:80/x\">x</a><a href=\"mailto:a@b.c\">x</a></div>",
        "<div><img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"x\"/></div>",
        "<div><img src=\"data: image/png;base64,iVBORw0KGgo=\"/></div>",
        "<div>%3Cscript%3Ealert(1)%3C/script%3E \\u003cscript ' OR 1=1 --</div>",
        "<div><table border=\"1\"><tr><td colspan=\"2\">1</td></tr></table></div>"
      })
  void acceptsFormattedText(String xhtml) {
    assertEquals(Optional.empty(), XhtmlScanner.mistakeIn(xhtml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Text",
        "<p>Text</p>",
        "<div>a</div><div>b</div>",
        "<div>a</div>b",
        "<?xml version=\"1.0\"?><div>a</div>",
        "<!DOCTYPE div><div>a</div>"
      })
  void wantsASingleDiv(String xhtml) {
    assertMistake("single <div>", xhtml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>a",
        "<div",
        "<div>a</p>",
        "<div><p>a</div></p>",
        "<div><br>a</div>",
        "<div>a & b</div>",
        "<div>a &lt b</div>",
        "<div>a &#; b</div>",
        "<div>1 < 2</div>",
        "<div class=a>a</div>",
        "<div class=\"a>a</div>",
        "<div class>a</div>",
        "<div class=\"a\"id=\"b\">a</div>",
        "<div class=\"a\" class=\"b\">a</div>",
        "<div title=\"<b>\">a</div>",
        "<div><![CDATA[a]]></div>",
        "<div><?php a ?></div>",
        "<div><!-- a</div>",
        "<div>a</div",
        "<div>a</ div>"
      })
  void wantsWellFormedText(String xhtml) {
    assertMistake("well-formed", xhtml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div></div>",
        "<div/>",
        "<div> \n\t</div>",
        "<div><p> </p><br/></div>",
        "<div>&nbsp;&#160;&#xA0;\u00a0</div>",
        "<div><!-- a --></div>"
      })
  void wantsContent(String xhtml) {
    assertMistake("empty", xhtml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div><script>alert(1)</script></div>",
        "<div><SCRIPT>alert(1)</SCRIPT></div>",
        "<div><iframe src=\"x\"/>a</div>",
        "<div><object/>a</div>",
        "<div><form><input name=\"a\"/></form></div>",
        "<div><style>a</style></div>",
        "<div><svg/>a</div>",
        "<div><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">a</x:script></div>",
        "<divx>a</divx>"
      })
  void refusesOtherElements(String xhtml) {
    assertMistake("illegal element", xhtml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div onclick=\"alert(1)\">a</div>",
        "<div><img src=\"x\" onerror=\"alert(1)\"/></div>",
        "<div><p OnMouseOver='x'>a</p></div>",
        "<div data-x=\"1\">a</div>",
        "<div><a formaction=\"x\">a</a></div>"
      })
  void refusesOtherAttributes(String xhtml) {
    assertMistake("illegal attribute", xhtml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "java&#10;script:alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,a"
      })
  void refusesActiveLinks(String link) {
    assertMistake("illegal link", "<div><a href=\"" + link + "\">a</a></div>");
    assertMistake("illegal link", "<div><img src='" + link + "'/></div>");
  }

  @Test
  void takesTimeThatGrowsWithTheTextAlone() {
    String deep = "<div>".repeat(100_000) + "a" + "</div>".repeat(100_000);

    assertEquals(Optional.empty(), XhtmlScanner.mistakeIn(deep));
    assertMistake("well-formed", "<div>" + "&".repeat(100_000) + "</div>");
    assertMistake("well-formed", "<div>" + "<!--".repeat(100_000) + "</div>");
  }

  private static void assertMistake(String expected, String xhtml) {
    String mistake = XhtmlScanner.mistakeIn(xhtml).orElse("");
    assertTrue(mistake.contains(expected), () -> "'" + mistake + "' of " + xhtml);
  }
}
