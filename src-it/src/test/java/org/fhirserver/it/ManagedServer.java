package org.fhirserver.it;

import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.spi.LifecycleMethodExecutor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptorBuilder;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/**
 * The server that Arquillian starts and stops, with the EAR of the build deployed as it is. The
 * build has made its directory and chosen its ports, and its environment is that of the tests.
 */
final class ManagedServer extends RunningServer implements AutoCloseable {
  private final TestRunnerAdaptor arquillian;

  private ManagedServer(
      AppServer appServer,
      AppServer.Instance instance,
      DatabaseUnderTest database,
      TestRunnerAdaptor arquillian) {
    super(appServer, instance, appServer.managedPlaces(instance.directory()), database);
    this.arquillian = arquillian;
  }

  /** What Arquillian deploys before the first test of the suite. */
  @Deployment(testable = false)
  static EnterpriseArchive product() {
    return ShrinkWrap.create(ZipImporter.class, "fhir-server.ear")
        .importFrom(BuiltArchive.file().toFile())
        .as(EnterpriseArchive.class);
  }

  /**
   * Starts the server and deploys the application.
   *
   * @param directory what the build has made for it
   */
  static ManagedServer start(AppServer appServer, Path directory, DatabaseUnderTest database) {
    AppServer.Instance instance =
        new AppServer.Instance(
            directory,
            Integer.getInteger("managed.http-port"),
            Integer.getInteger("managed.https-port"),
            Integer.getInteger("managed.management-port"),
            List.of());
    TestRunnerAdaptor arquillian = TestRunnerAdaptorBuilder.build();
    try {
      arquillian.beforeSuite();
      arquillian.beforeClass(ManagedServer.class, LifecycleMethodExecutor.NO_OP);
    } catch (Exception e) {
      throw new IllegalStateException("Arquillian could not start " + directory, e);
    }
    return new ManagedServer(appServer, instance, database, arquillian);
  }

  @Override
  public void close() {
    try {
      arquillian.afterClass(ManagedServer.class, LifecycleMethodExecutor.NO_OP);
      arquillian.afterSuite();
    } catch (Exception e) {
      throw new IllegalStateException("Arquillian could not stop the server", e);
    } finally {
      arquillian.shutdown();
    }
  }
}
