/// Vendors' interfaces for having people erased, on loopback, each with the status model of its
/// vendor.
@NullMarked
package dev.firebreak.testkit.erasure;

import org.jspecify.annotations.NullMarked;
