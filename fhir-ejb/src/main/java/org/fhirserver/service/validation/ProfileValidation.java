package org.fhirserver.service.validation;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.FhirException.Category;
import org.fhirserver.store.Issue;
import org.fhirserver.store.resource.TypeRevisions.TypeRevision;
import org.fhirserver.store.tenant.Tenant;

/**
 * Holds resources against profiles. The validator that does it is heavy: it starts with the first
 * resource, a few resources at once are the most, and it gives its memory back when it is idle.
 *
 * @see <a href="https://hl7.org/fhir/R4/validation.html">Validating resources</a>
 */
@ApplicationScoped
public class ProfileValidation {
  private static final System.Logger LOG = System.getLogger(ProfileValidation.class.getName());
  private static final Duration LONGEST_QUEUEING = Duration.ofSeconds(10);

  /** More issues than this help nobody. */
  private static final int MOST_ISSUES = 500;

  private final ValidatorEngine engine = new ValidatorEngine();

  @Inject private StoredDefinitions definitions;

  @Inject private Clock clock;

  @Resource private ManagedScheduledExecutorService executor;

  @Inject
  @ConfigProperty(name = "fhir.validation.max-concurrent", defaultValue = "2")
  private int maxConcurrent;

  @Inject
  @ConfigProperty(name = "fhir.validation.time-limit", defaultValue = "PT1M")
  private Duration timeLimit;

  @Inject
  @ConfigProperty(name = "fhir.validation.max-resource-size", defaultValue = "1048576")
  private int maxSize;

  @Inject
  @ConfigProperty(name = "fhir.validation.idle-time", defaultValue = "PT30M")
  private Duration idleTime;

  private Optional<BoundedExecution> execution = Optional.empty();
  private Instant lastUse = Instant.EPOCH;
  private boolean releaseIsPlanned;

  @PostConstruct
  void prepare() {
    execution =
        Optional.of(new BoundedExecution(executor, maxConcurrent, LONGEST_QUEUEING, timeLimit));
  }

  @PreDestroy
  void end() {
    engine.close();
  }

  /**
   * What is wrong with a resource: by the specification, by the profiles that it names itself and
   * by further ones. All definitions that the tenant has stored are known.
   *
   * @param resource its JSON, valid by the checks of {@link org.fhirserver.store.model.FhirJson}
   * @param profiles canonical URLs of further profiles
   * @throws FhirException TOO_LARGE if the resource is larger than the validator takes, UNAVAILABLE
   *     if the validator is too busy or needs too long
   */
  public List<Issue> validate(Tenant tenant, byte[] resource, List<String> profiles) {
    if (resource.length > maxSize) {
      throw new FhirException(
          Category.TOO_LARGE,
          "too-long",
          "The resource exceeds the limit of " + maxSize + " bytes for validation.");
    }
    DefinitionSource source = definitions.of(tenant);
    return execution
        .orElseThrow()
        .call(isAbandoned -> validate(tenant, source, resource, profiles, isAbandoned));
  }

  private List<Issue> validate(
      Tenant tenant,
      DefinitionSource source,
      byte[] resource,
      List<String> profiles,
      BooleanSupplier isAbandoned) {
    TypeRevision revision = definitions.revision(tenant);
    long start = System.nanoTime();
    boolean starts = !engine.isStarted();
    ProfileValidator validator = engine.validator(tenant, revision, source);
    if (starts) {
      LOG.log(
          Level.INFO,
          "The profile validator has started within {0} ms",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    List<Finding> findings =
        validator.validate(new String(resource, StandardCharsets.UTF_8), profiles, isAbandoned);
    if (isAbandoned.getAsBoolean()) {
      engine.discard(tenant); // it may have been left in the middle of preparing a definition
    }
    planRelease();
    return issues(findings);
  }

  private static List<Issue> issues(List<Finding> findings) {
    List<Issue> issues = new ArrayList<>();
    findings.stream().limit(MOST_ISSUES).map(ProfileValidation::issue).forEach(issues::add);
    if (findings.size() > MOST_ISSUES) {
      issues.add(Issue.warning("incomplete", "There are more issues than are told here."));
    }
    return issues;
  }

  private static Issue issue(Finding finding) {
    return new Issue(
        finding.severity(), finding.code(), finding.diagnostics(), finding.expression());
  }

  private synchronized void planRelease() {
    lastUse = clock.instant();
    if (!releaseIsPlanned) {
      releaseIsPlanned = true;
      planRelease(idleTime);
    }
  }

  private void planRelease(Duration delay) {
    executor.schedule(this::releaseIfIdle, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void releaseIfIdle() {
    Duration idle = Duration.between(lastUse, clock.instant());
    if (idle.compareTo(idleTime) < 0) {
      planRelease(idleTime.minus(idle));
      return;
    }
    releaseIsPlanned = false;
    engine.release();
    LOG.log(Level.INFO, "The profile validator is idle and has given its memory back");
  }
}
