package dev.firebreak.api;

import dev.firebreak.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.Fields;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what a request gives: the query of a GET, the JSON object or the form of a POST.
/// Everything has a limit.
final class RequestReader {
  static final int JSON_BYTES_MAX = 1 << 20;
  static final long UPLOAD_BYTES_MAX = 16L << 30;

  private static final int PARTS_MAX = 1_000;
  private static final int TEXT_BYTES_MAX = 1 << 20;
  private static final int PART_HEADERS_BYTES_MAX = 8 << 10;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RequestReader() {}

  /// @param folder of the request, where its files are put
  static GivenValues read(Operation operation, Request request, Path folder) throws IOException {
    GivenValues given = new GivenValues(operation);
    if (operation.rule().method() == OperationRule.Method.GET) {
      query(request, given);
      return given;
    }
    if (request.getHttpURI().getQuery() != null) {
      throw ApiProblem.wrongUse("the parameters of a POST stand in its body, not in its address");
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String media = type == null ? "" : type.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    switch (media) {
      case "application/json" -> json(request, given);
      case "multipart/form-data" -> form(request, type == null ? "" : type, given, folder);
      case "" -> nothing(request);
      default ->
          throw new ApiProblem(
              Problem.of(
                  415,
                  "unsupported-media-type",
                  "send application/json, or multipart/form-data where files are sent"));
    }
    return given;
  }

  private static void query(Request request, GivenValues given) {
    Fields fields;
    try {
      fields = Request.extractQueryParameters(request);
    } catch (IllegalArgumentException | IllegalStateException unreadable) {
      throw ApiProblem.wrongUse("the query of the address is not written as queries are");
    }
    for (Fields.Field field : fields) {
      field.getValues().forEach(value -> given.addOfQuery(field.getName(), value));
    }
  }

  private static void nothing(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      if (in.read() >= 0) {
        throw ApiProblem.wrongUse("say what the body is: Content-Type: application/json");
      }
    }
  }

  private static void json(Request request, GivenValues given) throws IOException {
    byte[] body;
    try (InputStream in = Content.Source.asInputStream(request)) {
      body = in.readNBytes(JSON_BYTES_MAX + 1);
    }
    if (body.length > JSON_BYTES_MAX) {
      throw tooLarge("a JSON body has at most 1 MiB");
    }
    JsonNode document;
    try {
      document = JSON.readTree(body);
    } catch (JacksonException malformed) {
      throw ApiProblem.wrongUse("the body is no JSON, or names something twice");
    }
    if (!document.isObject()) {
      throw ApiProblem.wrongUse("the body is a JSON object of the operation's parameters");
    }
    for (Map.Entry<String, JsonNode> each : document.properties()) {
      if (each.getValue().isArray()) {
        each.getValue().forEach(value -> given.add(each.getKey(), text(each.getKey(), value)));
      } else {
        given.add(each.getKey(), text(each.getKey(), each.getValue()));
      }
    }
  }

  private static String text(String name, JsonNode value) {
    if (value.isString() || value.isBoolean() || value.isNumber()) {
      return value.asString();
    }
    throw ApiProblem.wrongUse(
        "`" + name + "` is a text, a number or a truth value, or a list of such");
  }

  private static void form(Request request, String type, GivenValues given, Path folder)
      throws IOException {
    MultiPartConfig config =
        new MultiPartConfig.Builder()
            .location(folder)
            .maxParts(PARTS_MAX)
            .maxSize(UPLOAD_BYTES_MAX)
            .maxPartSize(UPLOAD_BYTES_MAX)
            .maxMemoryPartSize(TEXT_BYTES_MAX)
            .maxHeadersSize(PART_HEADERS_BYTES_MAX)
            .useFilesForPartsWithoutFileName(false)
            .build();
    // with the request's own attributes, what cannot be read would be looked at again at its end
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(request, new Attributes.Mapped(), type, config)) {
      for (MultiPart.Part part : parts) {
        take(part, given, folder);
      }
    } catch (ApiProblem problem) {
      throw problem;
    } catch (RuntimeException unreadable) {
      throw ApiProblem.wrongUse(
          "the body is not multipart/form-data of at most "
              + PARTS_MAX
              + " parts and 16 GiB, with texts of at most 1 MiB");
    }
  }

  private static void take(MultiPart.Part part, GivenValues given, Path folder) throws IOException {
    String name = part.getName() == null ? "" : part.getName();
    if (part.getFileName() == null) {
      if (part.getLength() > TEXT_BYTES_MAX) {
        throw tooLarge("a text of a form has at most 1 MiB");
      }
      given.add(name, part.getContentAsString(StandardCharsets.UTF_8));
    } else {
      part.writeTo(given.place(name, part.getFileName(), folder));
    }
  }

  private static ApiProblem tooLarge(String detail) {
    return new ApiProblem(Problem.of(ErrorCode.INPUT_TOO_LARGE, detail));
  }
}
