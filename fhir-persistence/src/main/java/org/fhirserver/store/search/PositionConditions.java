package org.fhirserver.store.search;

/**
 * Compiles the distance to a place into conditions on one row of the index of positions: a box that
 * the index is entered by, and the exact distance on the sphere.
 */
final class PositionConditions {
  /** The mean radius of the earth, in metres. */
  private static final double RADIUS = 6_371_008.8;

  private static final double POLE = 90;
  private static final double DATE_LINE = 180;

  /** What a distance is longer, in metres, so that rounding leaves no one out. */
  private static final double ROUNDING = 0.001;

  private PositionConditions() {}

  /** Adds a test of a position. */
  static void add(SqlText sql, String alias, ValueTest.Near near) {
    double angle = (near.metres() + ROUNDING) / RADIUS;
    addBox(sql, alias, near, angle);
    addDistance(sql.add(" and "), alias, near, angle);
  }

  private static void addBox(SqlText sql, String alias, ValueTest.Near near, double angle) {
    double height = Math.toDegrees(angle);
    double south = near.latitude() - height;
    double north = near.latitude() + height;
    sql.add(alias).add(".latitude >= ").bind(south);
    sql.add(" and ").add(alias).add(".latitude <= ").bind(north);
    if (south <= -POLE || north >= POLE) {
      // A pole is inside, and with it every longitude.
      return;
    }
    double sine = Math.sin(angle) / Math.cos(Math.toRadians(near.latitude()));
    double width = Math.toDegrees(Math.asin(Math.min(1, sine)));
    double west = near.longitude() - width;
    double east = near.longitude() + width;
    boolean crossesDateLine = west < -DATE_LINE || east > DATE_LINE;
    sql.add(" and (").add(alias).add(".longitude >= ");
    sql.bind(west < -DATE_LINE ? west + 2 * DATE_LINE : west);
    sql.add(crossesDateLine ? " or " : " and ").add(alias).add(".longitude <= ");
    sql.bind(east > DATE_LINE ? east - 2 * DATE_LINE : east).add(")");
  }

  /** Adds the haversine formula: the square of the sine of half the angle is small enough. */
  private static void addDistance(SqlText sql, String alias, ValueTest.Near near, double angle) {
    double most = angle >= Math.PI ? 2 : Math.pow(Math.sin(angle / 2), 2);
    addSquare(sql, alias + ".latitude", near.latitude());
    sql.add(" + ").bind(Math.cos(Math.toRadians(near.latitude())));
    sql.add(" * cos(radians(").add(alias).add(".latitude)) * ");
    addSquare(sql, alias + ".longitude", near.longitude());
    sql.add(" <= ").bind(most);
  }

  private static void addSquare(SqlText sql, String column, double degrees) {
    addSine(sql, column, degrees);
    addSine(sql.add(" * "), column, degrees);
  }

  private static void addSine(SqlText sql, String column, double degrees) {
    sql.add("sin(radians(").add(column).add(" - ").bind(degrees).add(") / 2)");
  }
}
