/// The vendors' dialects: what an SDK request means, message by message.
@NullMarked
package dev.firebreak.event;

import org.jspecify.annotations.NullMarked;
