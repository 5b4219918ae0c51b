package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// A golden incident on disk: what the vendor hands over, the accounts directory, and beside them
/// the truth.
///
/// @param haul the export
/// @param accounts `accounts.csv`
/// @param canaries `canaries.csv`, the records that the company planted
/// @param truth `truth.json`
record GoldenFiles(Vendor.Haul haul, Path accounts, Path canaries, Path truth) {
  /// Lets the script write them.
  static GoldenFiles write(Path folder, World world, Script script) throws IOException {
    Files.createDirectories(folder);
    Path accounts = Files.writeString(folder.resolve("accounts.csv"), world.accountsCsv());
    Script.Golden golden = script.write(folder.resolve("export"));
    String truth =
        Containers.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(golden.truth());
    return new GoldenFiles(
        golden.haul(),
        accounts,
        Files.writeString(folder.resolve("canaries.csv"), golden.canaries()),
        Files.writeString(folder.resolve("truth.json"), truth));
  }

  JsonNode readTruth() throws IOException {
    return Containers.JSON.readTree(Files.readString(truth));
  }
}
