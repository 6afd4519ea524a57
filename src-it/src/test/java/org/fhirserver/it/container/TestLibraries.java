package org.fhirserver.it.container;

import java.util.Map;
import org.jboss.arquillian.container.spi.event.container.BeforeDeploy;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.asset.ArchiveAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Moves the libraries that Arquillian adds to the EAR into the module of the tests, so that the
 * product's modules see none of them.
 */
public final class TestLibraries implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(TestLibraries.class);
  }

  void move(@Observes BeforeDeploy event) {
    Archive<?> archive = event.getDeployment().getTestableArchive();
    if (!(archive instanceof EnterpriseArchive ear)) {
      return;
    }
    WebArchive tests = ear.getAsType(WebArchive.class, ProductArchive.TEST_MODULE);
    Map<ArchivePath, Node> libraries = ear.getContent(path -> path.get().startsWith("/lib/"));
    libraries.forEach(
        (path, node) -> {
          // What was in the EAR is bytes; what Arquillian has added is an archive.
          if (node.getAsset() instanceof ArchiveAsset library) {
            tests.addAsLibrary(library.getArchive());
            ear.delete(path);
          }
        });
  }
}
