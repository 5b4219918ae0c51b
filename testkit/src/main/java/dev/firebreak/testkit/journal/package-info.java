/// What every journal does, in memory and on disks.
@NullMarked
package dev.firebreak.testkit.journal;

import org.jspecify.annotations.NullMarked;
