/// The hash-chained record of every action and decision.
@NullMarked
package dev.firebreak.audit;

import org.jspecify.annotations.NullMarked;
