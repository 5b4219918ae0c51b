/// The vendor's own analytics over what it holds.
@NullMarked
package dev.firebreak.demo.analytics;

import org.jspecify.annotations.NullMarked;
