/// A Mixpanel-like vendor: a real server on loopback that takes what Mixpanel's SDKs and importers
/// send, merges identities, answers exports and fails on demand. It follows Mixpanel's public
/// documentation, not its code, and never talks to the vendor.
@NullMarked
package dev.firebreak.testkit.mixpanel;

import org.jspecify.annotations.NullMarked;
