package org.fhirserver.it.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.fhirserver.it.BuiltArchive;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The EAR that the build made, and the tests as one more module of it. */
final class ProductArchive {
  static final String DESCRIPTOR = "META-INF/application.xml";
  static final String TEST_MODULE = "container-test.war";

  private static final String LAST_MODULE_END = "</module>";
  private static final String BEANS =
      "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
          + " bean-discovery-mode=\"annotated\"/>";

  /** What is added to the descriptor of the EAR. */
  private static final String MODULE =
      "<module><web><web-uri>"
          + TEST_MODULE
          + "</web-uri><context-root>/container-test</context-root></web></module>";

  private ProductArchive() {}

  /**
   * The EAR with the tests, under the name of a test: servers tell of applications by their names,
   * and each test deploys one.
   */
  static EnterpriseArchive deployment(Class<?> test) {
    EnterpriseArchive ear =
        ShrinkWrap.create(ZipImporter.class, test.getSimpleName() + ".ear")
            .importFrom(BuiltArchive.file().toFile())
            .as(EnterpriseArchive.class);
    String descriptor = text(ear);
    ear.delete(DESCRIPTOR);
    return ear.add(new StringAsset(withTests(descriptor)), DESCRIPTOR).addAsModule(tests());
  }

  /** The descriptor with the module of the tests behind the others. */
  static String withTests(String descriptor) {
    int end = descriptor.lastIndexOf(LAST_MODULE_END) + LAST_MODULE_END.length();
    return descriptor.substring(0, end) + MODULE + descriptor.substring(end);
  }

  private static WebArchive tests() {
    WebArchive tests =
        ShrinkWrap.create(WebArchive.class, TEST_MODULE)
            .addPackage(ProductArchive.class.getPackage())
            .addAsWebInfResource(new StringAsset(BEANS), "beans.xml");
    return Testable.archiveToTest(tests);
  }

  private static String text(EnterpriseArchive ear) {
    try (var content = ear.get(DESCRIPTOR).getAsset().openStream()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
