/// Files that survive a loss of power: what logs and keys are written through.
@NullMarked
package dev.firebreak.disk;

import org.jspecify.annotations.NullMarked;
