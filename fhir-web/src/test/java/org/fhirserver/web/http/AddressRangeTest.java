package org.fhirserver.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressRangeTest {

  @Test
  void containsTheAddressesOfItsNetwork() {
    AddressRange range = AddressRange.parse("192.168.16.0/20");
    assertTrue(range.contains("192.168.16.0"));
    assertTrue(range.contains("192.168.31.255"));
    assertFalse(range.contains("192.168.32.0"));
    assertFalse(range.contains("::1"));
  }

  @Test
  void containsOneAddressWithoutPrefix() {
    assertTrue(AddressRange.parse("127.0.0.1").contains("127.0.0.1"));
    assertTrue(AddressRange.parse("::1").contains("0:0:0:0:0:0:0:1"));
    assertTrue(AddressRange.parse("fe80::/10").contains("fe80::1%eth0"));
    assertFalse(AddressRange.parse("127.0.0.1").contains("127.0.0.2"));
  }

  @Test
  void containsEverythingWithPrefixZero() {
    assertTrue(AddressRange.parse("0.0.0.0/0").contains("8.8.8.8"));
  }
}
