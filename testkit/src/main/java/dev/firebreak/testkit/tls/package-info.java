/// Keys and certificates of servers on loopback.
@NullMarked
package dev.firebreak.testkit.tls;

import org.jspecify.annotations.NullMarked;
