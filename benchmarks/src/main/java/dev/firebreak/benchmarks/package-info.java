/// JMH benchmarks; nothing depends on them.
@NullMarked
package dev.firebreak.benchmarks;

import org.jspecify.annotations.NullMarked;
