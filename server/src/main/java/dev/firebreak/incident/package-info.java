/// From a stolen data set to findings, duties and a report.
@NullMarked
package dev.firebreak.incident;

import org.jspecify.annotations.NullMarked;
