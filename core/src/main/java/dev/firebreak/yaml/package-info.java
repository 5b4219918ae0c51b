/// Settings files read with the line of every value, and all their problems told at once.
@NullMarked
package dev.firebreak.yaml;

import org.jspecify.annotations.NullMarked;
