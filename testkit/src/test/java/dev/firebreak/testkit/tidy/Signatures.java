package dev.firebreak.testkit.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.firebreak.testkit.tidy.SourceTree.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// What the compiler's parser sees in our sources: types and their methods.
final class Signatures {
  /// A method or a constructor.
  ///
  /// @param place file and name
  /// @param parameters how many
  /// @param option true where the command line's parser calls it, one parameter an option
  record Method(String place, int parameters, boolean option) {}

  /// A class, record, interface or enum that other packages can name.
  ///
  /// @param place file and name
  /// @param documented whether a comment says what it is
  record PublicType(String place, boolean documented) {}

  private final List<Method> methods = new ArrayList<>();
  private final List<PublicType> publicTypes = new ArrayList<>();

  static Signatures of(List<Source> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Signatures signatures = new Signatures();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources.stream().map(Source::path).toList()));
      DocTrees comments = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        String file = SourceTree.root().toUri().relativize(unit.getSourceFile().toUri()).getPath();
        signatures.new Reader(file, comments).scan(unit, false);
      }
    }
    return signatures;
  }

  /// Methods and constructors; a record's components are none.
  List<Method> methods() {
    return methods;
  }

  List<PublicType> publicTypes() {
    return publicTypes;
  }

  /// Walks one file, and says of each method whether it stands in a record.
  private final class Reader extends TreePathScanner<Void, Boolean> {
    private final String file;
    private final DocTrees comments;

    Reader(String file, DocTrees comments) {
      this.file = file;
      this.comments = comments;
    }

    @Override
    public Void visitClass(ClassTree type, Boolean inRecord) {
      Set<Modifier> modifiers = type.getModifiers().getFlags();
      if (modifiers.contains(Modifier.PUBLIC)) {
        boolean documented = comments.getDocComment(getCurrentPath()) != null;
        publicTypes.add(new PublicType(file + ": " + type.getSimpleName(), documented));
      }
      return super.visitClass(type, type.getKind() == Tree.Kind.RECORD);
    }

    @Override
    public Void visitMethod(MethodTree method, Boolean inRecord) {
      boolean components = inRecord && method.getReturnType() == null;
      if (!components) {
        boolean option =
            method.getModifiers().getAnnotations().stream()
                .map(AnnotationTree::getAnnotationType)
                .anyMatch(name -> name.toString().equals("Command"));
        methods.add(
            new Method(file + ": " + method.getName(), method.getParameters().size(), option));
      }
      return super.visitMethod(method, inRecord);
    }
  }
}
