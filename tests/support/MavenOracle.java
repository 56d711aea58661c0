import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.*;
import org.apache.maven.model.resolution.*;

/** Prints the effective model of each pom by Maven's own model builder; nothing is fetched. */
public class MavenOracle {
  /** Finds BOMs among the given poms only. */
  static class Poms implements ModelResolver {
    final Map<String, File> byName = new HashMap<>();

    public ModelSource resolveModel(String group, String artifact, String version)
        throws UnresolvableModelException {
      File file = byName.get(group + ":" + artifact + ":" + version);
      if (file == null) {
        throw new UnresolvableModelException("not here", group, artifact, version);
      }
      return new FileModelSource(file);
    }

    public ModelSource resolveModel(Parent parent) throws UnresolvableModelException {
      return resolveModel(parent.getGroupId(), parent.getArtifactId(), parent.getVersion());
    }

    public ModelSource resolveModel(Dependency one) throws UnresolvableModelException {
      return resolveModel(one.getGroupId(), one.getArtifactId(), one.getVersion());
    }

    public void addRepository(Repository repository) {}

    public void addRepository(Repository repository, boolean replace) {}

    public ModelResolver newCopy() {
      return this;
    }
  }

  /** Arguments: `group:artifact:version=path` of BOMs, then plain paths of the poms to print. */
  public static void main(String[] arguments) throws Exception {
    Poms poms = new Poms();
    List<String> paths = new ArrayList<>();
    for (String one : arguments) {
      int at = one.indexOf('=');
      if (at < 0) paths.add(one);
      else poms.byName.put(one.substring(0, at), new File(one.substring(at + 1)));
    }
    ModelBuilder builder = new DefaultModelBuilderFactory().newInstance();
    for (String path : paths) {
      DefaultModelBuildingRequest request = new DefaultModelBuildingRequest();
      request.setPomFile(new File(path));
      request.setModelResolver(poms);
      request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
      Model model = builder.build(request).getEffectiveModel();
      System.out.println(String.join("\t", "pom", path, model.getGroupId(),
          model.getArtifactId(), model.getVersion()));
      for (Dependency one : model.getDependencies()) {
        System.out.println(String.join("\t", "dependency", path, one.getGroupId(),
            one.getArtifactId(), String.valueOf(one.getVersion()), String.valueOf(one.getScope()),
            String.valueOf(one.isOptional())));
      }
    }
  }
}
