package dev.firebreak.cli;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.MappingInput;
import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.register.VendorScan;
import dev.firebreak.register.VendorScans;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What personal data is in these files, and how identifying it is. Needs no installation, unless
/// what was found is to be kept for a vendor.
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Tell what personal data is in files, and how identifying it is.",
      "Reads NDJSON, JSON, CSV, XLSX, Parquet, compressed or in archives, and folders of them."
    })
final class ScanCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "files and folders to read")
  List<Path> files = List.of();

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = "your own accounts (CSV or Parquet), to say who of them is in the files")
  @Nullable Path accounts;

  @Option(names = "--json", description = "print one JSON document")
  boolean json;

  @Option(
      names = "--fail-on",
      split = ",",
      paramLabel = "CATEGORY",
      description = "exit with 1 where one of these stands in clear, as user.contact.email")
  List<String> failOn = List.of();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "where to keep plaintext meanwhile (default: the system's temporary folder)")
  @Nullable Path work;

  @Option(
      names = "--vendor",
      paramLabel = "VENDOR",
      description = "the files are this vendor's export: keep in the register what it holds")
  @Nullable String vendor;

  @Mixin private EncodingMixin encoding = new EncodingMixin();

  ScanCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Set<DataCategory> forbidden = forbidden();
    if (vendor != null) {
      // before the work is done in vain
      VendorScans.requireFile(VendorCommand.vendorId(vendor), register());
    }
    Path base =
        work == null
            ? Path.of(System.getProperty("java.io.tmpdir"))
            : Files.createDirectories(context.workingDirectory().resolve(work));
    Assessment assessment;
    try (ScanFolder folder = ScanFolder.in(base);
        ProgressLine progress = ProgressLine.of(context)) {
      assessment = new DataSetAssessor().assess(request(folder.path(), progress));
    }
    if (json) {
      JsonOutput.print(context.out(), ScanReport.document(assessment));
    } else {
      ScanReport.print(context.out(), assessment);
    }
    if (vendor != null) {
      keep(VendorCommand.vendorId(vendor), assessment);
    }
    failOn(assessment, forbidden);
    return 0;
  }

  private RegisterFiles register() {
    return RegisterFiles.load(context.installation().config().folder());
  }

  private void keep(VendorId holder, Assessment assessment) {
    List<String> digests =
        assessment.originals().stream().map(Assessment.Original::sha256).sorted().toList();
    VendorScan scan =
        new VendorScan(
            holder,
            digests.size() == 1 ? digests.getFirst() : Sha256.hex(String.join("\n", digests)),
            digests.size(),
            assessment.rowsRead(),
            context.installation().clock().instant(),
            ScanReport.masks(assessment));
    VendorScans.of(context.installation()).keep(scan, register());
    if (!json) {
      context
          .out()
          .println(
              "The register has %d categories as found at %s; `vendor show %s` lists them."
                  .formatted(Long.bitCount(scan.found().disclosed()), holder, holder));
    }
  }

  private AssessmentRequest request(Path folder, ProgressLine progress) {
    List<Path> given = files.stream().map(context.workingDirectory()::resolve).toList();
    return new AssessmentRequest(
            given,
            Optional.ofNullable(accounts).map(context.workingDirectory()::resolve),
            TokenLookup.NONE,
            0,
            folder.resolve("work"),
            folder.resolve("result"),
            Conduct.plain().with(progress).with(context.cancellation()))
        .with(MappingInput.NONE.with(encoding.of(true)));
  }

  private Set<DataCategory> forbidden() {
    Set<DataCategory> categories = EnumSet.noneOf(DataCategory.class);
    for (String key : failOn) {
      categories.add(
          DataCategory.ofKey(key.strip())
              .orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE,
                      "--fail-on takes category keys such as user.contact.email;"
                          + " `firebreak taxonomy` lists them")));
    }
    return categories;
  }

  private static void failOn(Assessment assessment, Set<DataCategory> forbidden) {
    String found =
        forbidden.stream()
            .filter(category -> ScanReport.isInClear(assessment, category))
            .map(DataCategory::key)
            .collect(Collectors.joining(", "));
    if (!found.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED, "the files show in clear what --fail-on names: " + found);
    }
  }
}
