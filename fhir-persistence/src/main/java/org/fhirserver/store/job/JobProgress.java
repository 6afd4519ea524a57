package org.fhirserver.store.job;

import java.util.Optional;
import org.fhirserver.store.model.ResourceType;

/**
 * How far a walk over resources has come, type by type and in each by resource key.
 *
 * @param type the type of the last resource that was dealt with
 * @param resourceKey its key, 0 if it is a type's beginning
 * @param end resources with greater keys are not walked to; empty before the walk has begun
 * @param done how many resources were dealt with
 * @param total how many there were when the walk began
 */
public record JobProgress(
    Optional<ResourceType> type, long resourceKey, Optional<Long> end, long done, long total) {

  /** Nothing done yet. */
  public static final JobProgress NONE =
      new JobProgress(Optional.empty(), 0, Optional.empty(), 0, 0);

  /** The beginning of a walk. */
  public static JobProgress begin(long end, long total) {
    return new JobProgress(Optional.empty(), 0, Optional.of(end), 0, total);
  }

  /** The same walk after more resources, the last of them that one. */
  public JobProgress after(ResourceType lastType, long lastKey, int more) {
    return new JobProgress(Optional.of(lastType), lastKey, end, done + more, total);
  }

  /** Which part is done, 0 to 100; 100 is only reached at the end. */
  public int percent() {
    return total == 0 ? 0 : (int) Math.min(99, done * 100 / total);
  }
}
