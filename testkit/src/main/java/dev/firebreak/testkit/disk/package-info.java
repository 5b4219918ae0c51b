/// Disks that fail and lose what was not forced.
@NullMarked
package dev.firebreak.testkit.disk;

import org.jspecify.annotations.NullMarked;
