/// The assessment of a stolen data set on Apache Spark: the statements are those of DuckDB.
@NullMarked
package dev.firebreak.spark;

import org.jspecify.annotations.NullMarked;
