/// Incidents at a vendor: moments, who is affected, what was exposed and what was not, severity,
/// duties, report. Everything about people lies sealed under the incident's own key.
@NullMarked
package dev.firebreak.incident;

import org.jspecify.annotations.NullMarked;
