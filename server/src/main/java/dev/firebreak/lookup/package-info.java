/// Finding one person at a vendor, and the person behind a vendor's id: for support and analysts.
@NullMarked
package dev.firebreak.lookup;

import org.jspecify.annotations.NullMarked;
