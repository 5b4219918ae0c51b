package dev.firebreak.spark;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;

/// The process that shows a standalone master that this side has the secret, by Spark's own
/// protocol, which never sends it. Spark's driver would try three times in a minute, whatever the
/// master said, and then name no reason. Settings come in by standard input, since they hold the
/// secret; what is wrong goes out, in one line without it.
final class MasterHandshake {
  /// Both sides know each other by this name alone.
  private static final String NAME = "sparkSaslUser";

  private MasterHandshake() {}

  /// Ends with 0 where one of the masters takes the secret.
  public static void main(String[] masters) throws IOException, InterruptedException {
    Properties settings = new Properties();
    settings.load(System.in);
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    String problem = problem(masters, settings);
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(problem.getBytes(StandardCharsets.UTF_8));
    }
    System.exit(problem.isEmpty() ? 0 : 1);
  }

  private static String problem(String[] masters, Properties settings) throws InterruptedException {
    String problem = "it takes no connection";
    for (String machine : masters) {
      try {
        greet(machine, settings);
        return "";
      } catch (IOException gone) {
        // the next one
      } catch (RuntimeException refused) {
        problem =
            "it does not accept the secret of this side; spark.authenticate.secret must be the same"
                + " there and here, and spark.network.crypto.enabled true there";
      }
    }
    return problem;
  }

  private static void greet(String machine, Properties settings)
      throws IOException, InterruptedException {
    Map<String, String> values = new HashMap<>();
    settings.stringPropertyNames().forEach(name -> values.put(name, settings.getProperty(name)));
    TransportConf conf = new TransportConf("rpc", new MapConfigProvider(values));
    int colon = machine.lastIndexOf(':');
    try (TransportContext context = new TransportContext(conf, new NoOpRpcHandler());
        TransportClientFactory factory =
            context.createClientFactory(
                List.of(new AuthClientBootstrap(conf, NAME, secret(settings))))) {
      factory
          .createClient(machine.substring(0, colon), Integer.parseInt(machine.substring(colon + 1)))
          .close();
    }
  }

  private static SecretKeyHolder secret(Properties settings) {
    return new SecretKeyHolder() {
      @Override
      public String getSaslUser(String application) {
        return NAME;
      }

      @Override
      public String getSecretKey(String application) {
        return settings.getProperty("spark.authenticate.secret");
      }
    };
  }
}
