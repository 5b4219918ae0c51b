package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSettingsTest {
  @TempDir Path folder;

  private SparkSettings settings(String master) throws IOException {
    return SparkSettings.of(
        SparkMaster.parse(master), folder, folder.resolve("work"), folder.resolve("own.jar"));
  }

  private void defaults(String text) throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/spark-defaults.conf"), text);
  }

  @Test
  void localModesStayOnTheLoopbackInterfaceAndInTheWorkFolder() throws Exception {
    SparkSettings settings = settings("local-cluster[2,1,768]");

    assertThat(settings.master().isLocal()).isTrue();
    assertThat(settings.properties())
        .containsEntry("spark.driver.host", "127.0.0.1")
        .containsEntry("spark.driver.bindAddress", "127.0.0.1")
        .containsEntry("spark.executor.memory", "768m")
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.eventLog.enabled", "false")
        .containsEntry("spark.local.dir", folder.resolve("work/spark/local").toString())
        .containsEntry("spark.sql.warehouse.dir", folder.resolve("work/spark/tables").toString());
    assertThat(settings("local[*]").master().isLocal()).isTrue();
  }

  @Test
  void eachLocalRunHasASecretOfItsOwnThatIsNotPrinted() throws Exception {
    SparkSettings settings = settings("local[2]");
    String secret = settings.properties().getProperty("spark.authenticate.secret");

    assertThat(secret).hasSize(64);
    assertThat(settings("local[2]").properties().getProperty("spark.authenticate.secret"))
        .isNotEqualTo(secret);
    assertThat(settings.toString()).doesNotContain(secret);
  }

  @Test
  void nothingTurnsEncryptionOff() throws Exception {
    defaults(
        """
        spark.authenticate              false
        spark.network.crypto.enabled    false
        spark.io.encryption.enabled     false
        spark.eventLog.enabled          true
        spark.authenticate.secret.file  secret
        spark.executor.memory           8g
        spark.driver.memory             3g
        """);
    Files.writeString(folder.resolve("conf/secret"), "of the cluster\n");
    SparkSettings settings = settings("spark://cluster.example.org:7077");

    assertThat(settings.master().isLocal()).isFalse();
    assertThat(settings.properties())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true")
        .containsEntry("spark.eventLog.enabled", "false")
        .containsEntry("spark.executor.memory", "8g")
        .containsEntry("spark.authenticate.secret", "of the cluster")
        .doesNotContainKey("spark.authenticate.secret.file");
    assertThat(settings.toString()).doesNotContain("of the cluster");
    assertThat(settings.driverMemory()).isEqualTo("3g");
  }

  @Test
  void aClusterWithoutASecretIsRefused() throws Exception {
    noSecret();
    defaults("spark.authenticate.secret.file  secret\n");
    Files.writeString(folder.resolve("conf/secret"), "\n");
    noSecret();
    Files.delete(folder.resolve("conf/secret"));
    assertThatThrownBy(() -> settings("spark://cluster.example.org:7077"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("conf/secret");
  }

  private void noSecret() {
    assertThatThrownBy(() -> settings("spark://one.example.org:7077,two.example.org:7077"))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("spark.authenticate.secret.file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yarn",
        "k8s://https://cluster.example.org",
        "spark://cluster.example.org",
        "spark://cluster.example.org:7077,",
        "local[2",
        "local-cluster[2,1]",
        "cluster.example.org:7077",
        ""
      })
  void aMasterOfAnotherKindIsRefusedWithThoseThatThereAre(String master) {
    assertThatThrownBy(() -> settings(master))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE))
        .hasMessageContaining("local-cluster[N,CORES,MIB] or spark://HOST:PORT");
  }

  @Test
  void anEngineWithoutSparkSaysHowToGetIt() {
    assertThatThrownBy(() -> new SparkEngine(folder).open("local[1]", folder.resolve("work")))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("SPARK_HOME");
  }
}
