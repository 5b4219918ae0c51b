/// Policies as code, and the treatment that applies one to every message of a binding.
@NullMarked
package dev.firebreak.policy;

import org.jspecify.annotations.NullMarked;
