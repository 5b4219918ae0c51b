/// A real gateway on loopback, with recorded requests and real SDKs before it.
@NullMarked
package dev.firebreak.testkit.gateway;

import org.jspecify.annotations.NullMarked;
