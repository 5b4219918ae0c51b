/// The HTTP side that SDKs talk to.
@NullMarked
package dev.firebreak.gateway;

import org.jspecify.annotations.NullMarked;
