package org.fhirserver.web.http;

import java.util.List;
import java.util.Optional;

/**
 * How much a client likes one syntax: by the quality that it states, then by how precisely it names
 * the syntax, then by what it names first.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, Accept</a>
 */
record AcceptedSyntax(Syntax syntax, double quality, int precision, int place) {

  /** The syntax that a client likes most; empty if it accepts none. */
  static Optional<Syntax> of(List<MediaRange> ranges) {
    AcceptedSyntax best = new AcceptedSyntax(Syntax.JSON, 0, 0, 0);
    for (Syntax syntax : Syntax.values()) {
      AcceptedSyntax other = of(syntax, ranges);
      best = other.isLikedMoreThan(best) ? other : best;
    }
    return best.quality > 0 ? Optional.of(best.syntax) : Optional.empty();
  }

  /** What is said of the media type that answers have counts before what is said of its like. */
  private static AcceptedSyntax of(Syntax syntax, List<MediaRange> ranges) {
    AcceptedSyntax best = new AcceptedSyntax(syntax, 0, 0, 0);
    for (String mediaType : syntax.mediaTypes()) {
      AcceptedSyntax other = of(syntax, mediaType, ranges);
      boolean isSaid = other.precision == 3 && mediaType.equals(syntax.mediaTypes().get(0));
      if (isSaid) {
        return other;
      }
      best = other.isLikedMoreThan(best) ? other : best;
    }
    return best;
  }

  private static AcceptedSyntax of(Syntax syntax, String mediaType, List<MediaRange> ranges) {
    AcceptedSyntax best = new AcceptedSyntax(syntax, 0, 0, 0);
    for (int i = 0; i < ranges.size(); i++) {
      MediaRange range = ranges.get(i);
      int precision = range.precision(mediaType);
      boolean isOfVersion = range.fhirVersion().map(Syntax::isFhirVersion).orElse(true);
      if (isOfVersion && precision > best.precision) {
        best = new AcceptedSyntax(syntax, range.quality(), precision, i);
      }
    }
    return best;
  }

  private boolean isLikedMoreThan(AcceptedSyntax other) {
    if (quality != other.quality) {
      return quality > other.quality;
    }
    return precision != other.precision ? precision > other.precision : place < other.place;
  }
}
