/// YAML files of ours, read strictly: every problem with its line, all of them at once.
@NullMarked
package dev.firebreak.yaml;

import org.jspecify.annotations.NullMarked;
