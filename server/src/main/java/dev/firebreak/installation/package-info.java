/// The wiring of one installation: what is opened, in which order, from which settings.
@NullMarked
package dev.firebreak.installation;

import org.jspecify.annotations.NullMarked;
