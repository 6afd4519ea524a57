package org.fhirserver.service.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.store.FhirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {

  /** The examples of RFC 6902, appendix A, that can be applied. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        // A.1 to A.7
        "{'foo':'bar'}#[{'op':'add','path':'/baz','value':'qux'}]#{'foo':'bar','baz':'qux'}",
        "{'foo':['bar','baz']}#[{'op':'add','path':'/foo/1','value':'qux'}]"
            + "#{'foo':['bar','qux','baz']}",
        "{'baz':'qux','foo':'bar'}#[{'op':'remove','path':'/baz'}]#{'foo':'bar'}",
        "{'foo':['bar','qux','baz']}#[{'op':'remove','path':'/foo/1'}]#{'foo':['bar','baz']}",
        "{'baz':'qux','foo':'bar'}#[{'op':'replace','path':'/baz','value':'boo'}]"
            + "#{'baz':'boo','foo':'bar'}",
        "{'foo':{'bar':'baz','waldo':'fred'},'qux':{'corge':'grault'}}"
            + "#[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]"
            + "#{'foo':{'bar':'baz'},'qux':{'corge':'grault','thud':'fred'}}",
        "{'foo':['all','grass','cows','eat']}#[{'op':'move','from':'/foo/1','path':'/foo/3'}]"
            + "#{'foo':['all','cows','eat','grass']}",
        // A.8
        "{'baz':'qux','foo':['a',2,'c']}#[{'op':'test','path':'/baz','value':'qux'},"
            + "{'op':'test','path':'/foo/1','value':2}]#{'baz':'qux','foo':['a',2,'c']}",
        // A.10, A.11, A.14, A.16
        "{'foo':'bar'}#[{'op':'add','path':'/child','value':{'grandchild':{}}}]"
            + "#{'foo':'bar','child':{'grandchild':{}}}",
        "{'foo':'bar'}#[{'op':'add','path':'/baz','value':'qux','xyz':123}]"
            + "#{'foo':'bar','baz':'qux'}",
        "{'/':9,'~1':10}#[{'op':'test','path':'/~01','value':10}]#{'/':9,'~1':10}",
        "{'foo':['bar']}#[{'op':'add','path':'/foo/-','value':['abc','def']}]"
            + "#{'foo':['bar',['abc','def']]}",
        // Section 4 and what else can be asked
        "{'a':[1]}#[{'op':'add','path':'/a/1','value':2}]#{'a':[1,2]}",
        "{'a':1}#[{'op':'add','path':'/a','value':null}]#{'a':null}",
        "{'a':{'b':1}}#[{'op':'copy','from':'/a','path':'/c'},"
            + "{'op':'replace','path':'/c/b','value':2}]#{'a':{'b':1},'c':{'b':2}}",
        "{'a':1}#[{'op':'move','from':'/a','path':'/a'}]#{'a':1}",
        "{'a':1}#[]#{'a':1}",
        "{'':{'':1}}#[{'op':'replace','path':'//','value':2}]#{'':{'':2}}",
        "{'a':{'b':[{'c':1,'d':2}]}}"
            + "#[{'op':'test','path':'/a','value':{'b':[{'d':2,'c':1}]}}]"
            + "#{'a':{'b':[{'c':1,'d':2}]}}",
        "{'id':'1','a':1}#[{'op':'test','path':'/id','value':'1'},"
            + "{'op':'test','path':'','value':{'a':1,'id':'1'}}]#{'id':'1','a':1}",
      })
  void doesWhatTheRfcSays(String document, String patch, String result) {
    assertEquals(json(result), apply(document, patch));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        // A.9, A.12, A.15
        "{'baz':'qux'}#[{'op':'test','path':'/baz','value':'bar'}]",
        "{'foo':'bar'}#[{'op':'add','path':'/baz/bat','value':'qux'}]",
        "{'/':9,'~1':10}#[{'op':'test','path':'/~01','value':'10'}]",
        "{'a':[1]}#[{'op':'add','path':'/a/2','value':2}]",
        "{'a':[1]}#[{'op':'add','path':'/a/01','value':2}]",
        "{'a':[1]}#[{'op':'add','path':'/a/-1','value':2}]",
        "{'a':[1]}#[{'op':'add','path':'/a/1e0','value':2}]",
        "{'a':[1]}#[{'op':'add','path':'/a/99999999999','value':2}]",
        "{'a':[1]}#[{'op':'remove','path':'/a/-'}]",
        "{'a':[1]}#[{'op':'remove','path':'/a/1'}]",
        "{'a':[1]}#[{'op':'replace','path':'/a/-','value':2}]",
        "{'a':1}#[{'op':'replace','path':'/b','value':2}]",
        "{'a':1}#[{'op':'remove','path':'/b'}]",
        "{'a':1}#[{'op':'remove','path':'/a/b'}]",
        "{'a':1}#[{'op':'move','from':'/b','path':'/c'}]",
        "{'a':1}#[{'op':'move','from':'/b','path':'/b'}]",
        "{'a':1}#[{'op':'copy','from':'/b','path':'/c'}]",
        "{'a':1}#[{'op':'test','path':'/b','value':null}]",
        "{'a':[1,2]}#[{'op':'test','path':'/a','value':[2,1]}]",
        "{'a':{'b':1}}#[{'op':'test','path':'/a','value':{'b':1,'c':1}}]",
        "{'a':{'b':1}}#[{'op':'test','path':'/a','value':{'c':1}}]",
        "{'a':true}#[{'op':'test','path':'/a','value':'true'}]",
        "{'a':1}#[{'op':'test','path':'/a','value':1e9999999999}]",
      })
  void refusesWhatCannotBeDone(String document, String patch) {
    FhirException failure = assertThrows(FhirException.class, () -> apply(document, patch));

    assertEquals(FhirException.Category.INVALID, failure.category());
    assertTrue(
        failure.getMessage().startsWith("Operation 0 of the JSON Patch ("), failure::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "null",
        "[1]",
        "[{}]",
        "[{'op':'add','path':'/a','value':1}",
        "[] []",
        "[{'op':'spam','path':'/a'}]",
        "[{'op':'ADD','path':'/a','value':1}]",
        "[{'op':1,'path':'/a'}]",
        "[{'op':'remove'}]",
        "[{'path':'/a','value':1}]",
        "[{'op':'remove','path':null}]",
        "[{'op':'remove','path':'a'}]",
        "[{'op':'remove','path':'/a~2'}]",
        "[{'op':'remove','path':'/a~'}]",
        "[{'op':'add','path':'/a'}]",
        "[{'op':'replace','path':'/a'}]",
        "[{'op':'test','path':'/a'}]",
        "[{'op':'move','path':'/a'}]",
        "[{'op':'copy','path':'/a'}]",
        "[{'op':'move','from':'/a','path':'/a/b'}]",
        // A.13
        "[{'op':'add','path':'/baz','value':'qux','op':'remove'}]",
      })
  void refusesWhatIsNoPatch(String patch) {
    assertEquals(
        FhirException.Category.INVALID,
        assertThrows(FhirException.class, () -> JsonPatch.read(bytes(patch))).category());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'replace','path':'/id','value':'x'}",
        "{'op':'remove','path':'/id'}",
        "{'op':'add','path':'/id','value':'x'}",
        "{'op':'move','from':'/id','path':'/x'}",
        "{'op':'move','from':'/x','path':'/id'}",
        "{'op':'copy','from':'/x','path':'/id'}",
        "{'op':'replace','path':'/meta/versionId','value':'9'}",
        "{'op':'remove','path':'/meta/lastUpdated'}",
        "{'op':'replace','path':'/resourceType','value':'Observation'}",
        "{'op':'replace','path':'','value':{}}",
        "{'op':'remove','path':''}",
      })
  void refusesToChangeWhatOnlyTheServerSets(String operation) {
    FhirException failure =
        assertThrows(
            FhirException.class,
            () -> JsonPatch.read(bytes("[{'op':'remove','path':'/a'}," + operation + "]")));

    assertEquals(
        "Operation 1 of the JSON Patch: Patching immutable properties is not allowed.",
        failure.getMessage());
  }

  @Test
  void namesTheOperationAndItsPathButNoValue() {
    FhirException failure =
        assertThrows(
            FhirException.class,
            () ->
                apply(
                    "{'name':[{'family':'Secret'}]}",
                    "[{'op':'test','path':'/name/0/family','value':'Secret'},"
                        + "{'op':'replace','path':'/name/1/family','value':'Secret'}]"));

    assertEquals(
        "Operation 1 of the JSON Patch (replace /name/1/family): There is nothing at its path.",
        failure.getMessage());
  }

  @Test
  void keepsTheDigitsOfNumbers() {
    String document =
        "{'a':1.10,'b':1e2,'c':0.00,'d':-0,'e':1234567890123456789.0123456789,'f':1E-7}";

    assertEquals(json(document), apply(document, "[]"));
    assertEquals(
        json("{'a':1.10,'b':1.10,'c':3.00,'d':-0,'e':1234567890123456789.0123456789,'f':1E-7}"),
        apply(
            document,
            "[{'op':'copy','from':'/a','path':'/b'},{'op':'replace','path':'/c','value':3.00},"
                + "{'op':'test','path':'/a','value':1.1},{'op':'test','path':'/f','value':1e-7}]"));
  }

  @Test
  void keepsTextAsItIs() {
    String document = "{'a':'\\u0041\\n\\\"/ä€'}";

    assertEquals(json("{'a':'A\\n\\\"/ä€'}"), apply(document, "[]"));
  }

  @Test
  void removesWhatItLeavesEmpty() {
    assertEquals(
        json("{'b':1}"),
        apply("{'a':[{'c':{'d':1}}],'b':1}", "[{'op':'remove','path':'/a/0/c/d'}]"));
    assertEquals(json("{'b':1}"), apply("{'a':[1],'b':1}", "[{'op':'remove','path':'/a/0'}]"));
    assertEquals(
        json("{'a':[2],'b':1}"),
        apply(
            "{'a':[1],'b':1}",
            "[{'op':'remove','path':'/a/0'},{'op':'add','path':'/a/-','value':2}]"));
  }

  @Test
  void keepsWhatIsGivenEmptySoThatItIsRefused() {
    assertEquals(
        json("{'a':[],'b':{}}"),
        apply(
            "{'a':[1],'b':1,'c':1}",
            "[{'op':'replace','path':'/a','value':[]},{'op':'add','path':'/b','value':{}},"
                + "{'op':'remove','path':'/c'}]"));
  }

  @Test
  void canBeAppliedAgain() {
    JsonPatch patch =
        JsonPatch.read(
            bytes(
                "[{'op':'add','path':'/a','value':[{'b':1}]},"
                    + "{'op':'add','path':'/a/0/c','value':2},{'op':'remove','path':'/a/0/b'}]"));

    byte[] first = patch.apply(bytes("{}"));

    assertArrayEquals(first, patch.apply(bytes("{}")));
    assertEquals(json("{'a':[{'c':2}]}"), new String(first, StandardCharsets.UTF_8));
  }

  @Test
  void refusesCopiesThatGrowWithoutEnd() {
    String text = "x".repeat(1000);
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(i -> "{'op':'copy','from':'/a','path':'/a/-'}")
            .collect(Collectors.joining(",", "[", "]"));

    FhirException failure =
        assertThrows(FhirException.class, () -> apply("{'a':['" + text + "']}", doubling));

    assertTrue(failure.getMessage().contains("copies more than"), failure::getMessage);
    assertEquals("too-costly", failure.issues().get(0).code());
  }

  @Test
  void refusesToNestWithoutEnd() {
    String deeper =
        IntStream.range(0, 5000)
            .mapToObj(
                i ->
                    "{'op':'add','path':'/b','value':{'x':1}},"
                        + "{'op':'move','from':'/a','path':'/b/a'},"
                        + "{'op':'move','from':'/b','path':'/a'}")
            .limit(3000)
            .collect(Collectors.joining(",", "[", "]"));

    FhirException failure = assertThrows(FhirException.class, () -> apply("{'a':{'y':1}}", deeper));

    assertTrue(failure.getMessage().contains("too deep"), failure::getMessage);
  }

  @Test
  void refusesTooManyOperations() {
    String many =
        IntStream.rangeClosed(0, 10_000)
            .mapToObj(i -> "{'op':'test','path':'','value':1}")
            .collect(Collectors.joining(",", "[", "]"));

    FhirException failure = assertThrows(FhirException.class, () -> JsonPatch.read(bytes(many)));

    assertTrue(failure.getMessage().contains("10000"), failure::getMessage);
  }

  @Test
  void refusesTooManyValues() {
    String many = "[" + "[],".repeat(1_000_000) + "[]]";

    FhirException failure = assertThrows(FhirException.class, () -> JsonPatch.read(bytes(many)));

    assertEquals("too-costly", failure.issues().get(0).code());
  }

  @Test
  void cutsLongPathsInMessages() {
    String path = "/x".repeat(500_000);

    FhirException failure =
        assertThrows(
            FhirException.class, () -> apply("{}", "[{'op':'remove','path':'" + path + "'}]"));

    assertTrue(failure.getMessage().length() < 300, failure::getMessage);
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] tooLong = bytes("[{'op':'add','path':'/a','value':'??'}]");
    int at = new String(tooLong, StandardCharsets.ISO_8859_1).indexOf('?');
    tooLong[at] = (byte) 0xc0;
    tooLong[at + 1] = (byte) 0xaf;

    assertThrows(FhirException.class, () -> JsonPatch.read(tooLong));
  }

  private static String apply(String document, String patch) {
    return new String(JsonPatch.read(bytes(patch)).apply(bytes(document)), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return json(text).getBytes(StandardCharsets.UTF_8);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
