package org.fhirserver.store.ucum;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What UCUM's own file says: {@code ucum-essence.xml} of the library {@code org.fhir:ucum}, of
 * which the code is not used, because it rounds.
 *
 * @param prefixes the value of each prefix, longer prefixes first
 * @param units the definition of each symbol
 * @see <a href="https://ucum.org/docs/common-units">UCUM, tables</a>
 */
record UnitDefinitions(Map<String, BigDecimal> prefixes, Map<String, Definition> units) {
  private static final String FILE = "/ucum-essence.xml";

  /**
   * A symbol: so many of a unit.
   *
   * @param unit the expression that it is defined by; "" for a base unit
   * @param function the function that leads to that expression where it is no proportion, else ""
   */
  record Definition(
      String code,
      boolean isMetric,
      boolean isArbitrary,
      BigDecimal value,
      String unit,
      String function) {

    boolean isBase() {
      return unit.isEmpty();
    }
  }

  /** Reads the file. */
  static UnitDefinitions load() {
    UnitDefinitions definitions =
        new UnitDefinitions(
            new TreeMap<>(
                Comparator.comparing(String::length)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder())),
            new HashMap<>());
    XMLInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream stream = UnitDefinitions.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("Missing on the class path: " + FILE);
      }
      XMLStreamReader xml = factory.createXMLStreamReader(stream);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT) {
          definitions.read(xml);
        }
      }
    } catch (IOException | XMLStreamException failure) {
      throw new IllegalStateException("Not readable: " + FILE, failure);
    }
    return definitions;
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    String code = attribute(xml, "Code");
    switch (xml.getLocalName()) {
      case "prefix" -> {
        skipTo(xml, "value");
        prefixes.put(code, new BigDecimal(attribute(xml, "value")));
      }
      case "base-unit" ->
          units.put(code, new Definition(code, true, false, BigDecimal.ONE, "", ""));
      case "unit" -> units.put(code, readUnit(xml, code));
      default -> {
        // The root, or something about a unit that is of no use here.
      }
    }
  }

  private static Definition readUnit(XMLStreamReader xml, String code) throws XMLStreamException {
    boolean metric = attribute(xml, "isMetric").equals("yes");
    boolean arbitrary = attribute(xml, "isArbitrary").equals("yes");
    boolean special = attribute(xml, "isSpecial").equals("yes");
    skipTo(xml, special ? "function" : "value");
    return new Definition(
        code,
        metric,
        arbitrary,
        new BigDecimal(attribute(xml, "value")),
        attribute(xml, "Unit"),
        special ? attribute(xml, "name") : "");
  }

  private static void skipTo(XMLStreamReader xml, String element) throws XMLStreamException {
    do {
      xml.next();
    } while (!xml.isStartElement() || !xml.getLocalName().equals(element));
  }

  private static String attribute(XMLStreamReader xml, String name) {
    return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
  }
}
