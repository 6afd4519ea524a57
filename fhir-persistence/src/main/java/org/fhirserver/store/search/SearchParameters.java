package org.fhirserver.store.search;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.fhirserver.store.FhirException;
import org.fhirserver.store.database.Database;
import org.fhirserver.store.model.FhirDefinitions;
import org.fhirserver.store.model.FhirJson;
import org.fhirserver.store.tenant.Tenant;

/**
 * The search parameters of each tenant as this node knows them.
 *
 * <p>Each change of a custom parameter is a new revision. A node looks for it every second and then
 * tells by which revision it writes; one that could not look for some seconds looks before it
 * answers. So whoever makes rows for the resources that are there knows when all nodes make them
 * for new ones.
 */
@ApplicationScoped
public class SearchParameters {
  private static final System.Logger LOG = System.getLogger(SearchParameters.class.getName());

  /** Knowledge that is older is looked up again; well below the time for which a node counts. */
  private static final long LONGEST_AGE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

  @Inject private Database database;

  @Inject private FhirDefinitions definitions;

  @Inject private FhirJson json;

  private final long node = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Knowledge> knowledge = Optional.empty();
  private Optional<RegistryCompiler> compiler = Optional.empty();

  /**
   * What this node knows.
   *
   * @param asOf when it looked, by {@link System#nanoTime}
   * @param parameters the custom parameters
   * @param registries the registries of tenants that have any
   */
  private record Knowledge(
      long asOf,
      long revision,
      List<CustomParameter> parameters,
      Map<Tenant, SearchParameterRegistry> registries) {

    boolean isSettled() {
      return parameters.stream().noneMatch(each -> each.state() == CustomParameterState.PENDING);
    }
  }

  @PostConstruct
  void compile() {
    compiler = Optional.of(new RegistryCompiler(definitions, SearchParameterDefinitions.load()));
  }

  /** The key by which other nodes know this one. */
  public long node() {
    return node;
  }

  /** The parameters of a tenant as they are now. */
  public SearchParameterRegistry of(Tenant tenant) {
    Optional<Knowledge> known = knowledge;
    if (known.isEmpty() || isOutdated(known.get())) {
      known = Optional.of(refreshOnce());
    }
    return registry(known.get(), tenant);
  }

  /** The parameters that the specification defines. */
  public SearchParameterRegistry specified() {
    return compiler().specified();
  }

  /** Whether a tenant's paths are still those of a registry, for certain. */
  public boolean areStill(Tenant tenant, SearchParameterRegistry registry) {
    return knowledge
        .filter(known -> !isOutdated(known))
        .map(known -> registry(known, tenant).isEditionOf(registry))
        .orElse(false);
  }

  /** Has something done whenever the parameters have changed. */
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Looks for changes and tells that this node is there.
   *
   * @throws FhirException UNAVAILABLE if the database does not answer
   */
  public void look() {
    refresh();
  }

  /** Has this node look for changes as soon as the transaction of the caller is committed. */
  void lookAfterCommit() {
    try {
      var registry = (TransactionSynchronizationRegistry) new InitialContext().lookup(REGISTRY);
      registry.registerInterposedSynchronization(new LookAfterCommit(this));
    } catch (NamingException failure) {
      throw new IllegalStateException("The server has no transactions", failure);
    }
  }

  /** Tells that this node writes no more. */
  public void leave() {
    try (Connection connection = database.unmanaged().getConnection()) {
      IndexingNodes.remove(connection, node);
    } catch (SQLException | NamingException failure) {
      LOG.log(Level.DEBUG, "The node could not say goodbye", failure);
    }
  }

  RegistryCompiler compiler() {
    return compiler.orElseThrow();
  }

  private SearchParameterRegistry registry(Knowledge known, Tenant tenant) {
    return known.registries().getOrDefault(tenant, compiler().specified());
  }

  private boolean isOutdated(Knowledge known) {
    return database.dialect().servesSeveralNodes()
        && System.nanoTime() - known.asOf() > LONGEST_AGE_NANOS;
  }

  /** Many may find at once that this node has not looked for too long; one of them looks. */
  private Knowledge refreshOnce() {
    synchronized (this) {
      Optional<Knowledge> present = knowledge;
      return present.isPresent() && !isOutdated(present.get()) ? present.get() : refresh();
    }
  }

  private Knowledge refresh() {
    long before;
    Knowledge now;
    synchronized (this) {
      before = knowledge.map(Knowledge::revision).orElse(0L);
      now = look(knowledge);
    }
    if (before != now.revision()) {
      listeners.forEach(Runnable::run);
    }
    return now;
  }

  private Knowledge look(Optional<Knowledge> before) {
    long asOf = System.nanoTime();
    long reported = before.map(Knowledge::revision).orElse(0L);
    try (Connection connection = database.unmanaged().getConnection()) {
      long time = database.dialect().now(connection);
      // Told before it is looked: who does not see this node has committed what is seen now.
      IndexingNodes.report(connection, node, reported, time);
      Knowledge now = read(connection, asOf, before);
      knowledge = Optional.of(now);
      if (now.revision() != reported) {
        IndexingNodes.report(connection, node, now.revision(), time);
      }
      return now;
    } catch (SQLException | NamingException failure) {
      LOG.log(Level.DEBUG, "The search parameters cannot be looked up", failure);
      throw new FhirException(
          FhirException.Category.UNAVAILABLE, "transient", "The database does not answer.");
    }
  }

  private Knowledge read(Connection connection, long asOf, Optional<Knowledge> before)
      throws SQLException {
    while (true) {
      long revision = CustomParameterReads.revision(connection);
      boolean isSame = before.filter(known -> known.revision() == revision).isPresent();
      if (isSame && before.orElseThrow().isSettled()) {
        Knowledge known = before.orElseThrow();
        return new Knowledge(asOf, revision, known.parameters(), known.registries());
      }
      List<CustomParameter> parameters =
          new CustomParameterReads(json, new CustomDefinitionRules(compiler())).all(connection);
      if (CustomParameterReads.revision(connection) == revision) {
        return new Knowledge(
            asOf, revision, parameters, registries(parameters, isSame ? before : Optional.empty()));
      }
    }
  }

  private Map<Tenant, SearchParameterRegistry> registries(
      List<CustomParameter> parameters, Optional<Knowledge> sameRevision) {
    Map<Tenant, List<CustomParameter>> byTenant = new HashMap<>();
    for (CustomParameter parameter : parameters) {
      byTenant.computeIfAbsent(parameter.tenant(), key -> new ArrayList<>()).add(parameter);
    }
    Map<Tenant, SearchParameterRegistry> registries = new HashMap<>();
    byTenant.forEach(
        (tenant, own) ->
            registries.put(
                tenant,
                sameRevision
                    .map(known -> registry(known, tenant).with(RegistryCompiler.unavailable(own)))
                    .orElseGet(() -> compiled(own))));
    return registries;
  }

  /** What has been admitted can be compiled, unless this release knows less or other parameters. */
  private SearchParameterRegistry compiled(List<CustomParameter> parameters) {
    try {
      return compiler().with(parameters);
    } catch (FhirException failure) {
      List<CustomParameter> usable = new ArrayList<>();
      SearchParameterRegistry registry = compiler().specified();
      for (CustomParameter parameter : parameters) {
        usable.add(parameter);
        try {
          registry = compiler().with(usable);
        } catch (FhirException unusable) {
          usable.remove(parameter);
          LOG.log(
              Level.WARNING,
              "SearchParameter/{0} is left out: {1}",
              parameter.id(),
              unusable.getMessage());
        }
      }
      return registry;
    }
  }
}
