package org.fhirserver.store.resource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.tenant.Tenant;

/** Tells whether anything of some types has changed, on whichever node. */
@ApplicationScoped
public class TypeRevisions {

  @PersistenceContext(unitName = "fhir")
  private EntityManager entityManager;

  /**
   * The state of some types; another one after each write.
   *
   * @param resources how many current resources there are; a deletion changes this
   * @param versions the sum of their version numbers; an update changes this
   * @param lastUpdated when one was last written, in milliseconds since 1970-01-01T00:00Z
   */
  public record TypeRevision(long resources, long versions, long lastUpdated) {}

  /** The state of these types as it is committed. */
  public TypeRevision revision(Tenant tenant, Collection<ResourceType> types) {
    Object[] row =
        entityManager
            .createQuery(
                """
                select count(r), coalesce(sum(r.version), 0), coalesce(max(r.lastUpdated), 0)
                from ResourceRow r
                where r.tenant = :tenant and r.type in :types
                """,
                Object[].class)
            .setParameter("tenant", tenant.number())
            .setParameter("types", types.stream().map(ResourceType::number).toList())
            .getSingleResult();
    return new TypeRevision(number(row[0]), number(row[1]), number(row[2]));
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
