/// What can go wrong, as stable codes that are also metric labels and exit codes.
@NullMarked
package dev.firebreak.error;

import org.jspecify.annotations.NullMarked;
