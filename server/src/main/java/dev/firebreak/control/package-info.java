/// The control database: vendor states, incidents, campaigns, operators, audit.
@NullMarked
package dev.firebreak.control;

import org.jspecify.annotations.NullMarked;
