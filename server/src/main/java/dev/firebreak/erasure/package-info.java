/// Erasure at vendors: decisions, requests to the vendors' interfaces, receipts, and their ends.
@NullMarked
package dev.firebreak.erasure;

import org.jspecify.annotations.NullMarked;
