package org.fhirserver.web.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, "10.0.0.0/8", or one address. Names are never looked up. */
final class AddressRange {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.:]*:[0-9a-fA-F.:]*");

  private final byte[] network;
  private final int prefixLength;

  private AddressRange(byte[] network, int prefixLength) {
    this.network = network;
    this.prefixLength = prefixLength;
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if the text is no address and no range
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        bytes(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException(text + " is no IP address or range"));
    int bits = network.length * Byte.SIZE;
    int prefixLength = slash < 0 ? bits : prefixLength(text, slash);
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(text + " is no IP address or range");
    }
    return new AddressRange(network, prefixLength);
  }

  /** Whether the address is one of this range; a text that is no address is not. */
  boolean contains(String address) {
    return bytes(address).map(this::contains).orElse(false);
  }

  private boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int rest = prefixLength % Byte.SIZE;
    return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
  }

  private static int prefixLength(String text, int slash) {
    try {
      return Integer.parseInt(text.substring(slash + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Optional<byte[]> bytes(String address) {
    int zone = address.indexOf('%');
    String literal = zone < 0 ? address : address.substring(0, zone);
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(literal).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
