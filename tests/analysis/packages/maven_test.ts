import assert from "node:assert/strict";
import { dependencyRows, identityRow, packagesByPath } from "../../support/declared_packages.ts";
import { askCommand, writeScratch } from "../../support/command_oracle.ts";

const pom = (body: string) =>
  `<?xml version="1.0"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n<modelVersion>4.0.0</modelVersion>\n${body}\n</project>\n`;
const dependency = (name: string, rest = "") => {
  const [group, artifact, version] = name.split(":");
  const stated = version ? `<version>${version}</version>` : "";
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${stated}${rest}</dependency>`;
};

const BUILD = {
  "pom.xml": pom(`<groupId>com.acme</groupId><artifactId>parent</artifactId>
<version>1.5.0</version><packaging>pom</packaging>
<licenses><license><name>Apache-2.0</name></license><license><name>MIT</name></license></licenses>
<properties><spring.version>6.1.0</spring.version><jackson>2.15.0</jackson></properties>
<modules><module>core</module><module>app</module><module>bom</module></modules>
<dependencyManagement><dependencies>
${dependency("org.springframework:spring-core:${spring.version}")}
${dependency("com.fasterxml.jackson.core:jackson-databind:${jackson}")}
${dependency("${project.groupId}:core:${project.version}")}
${dependency("org.managed:scoped:1", "<scope>test</scope>")}
${dependency("org.managed:classified:2", "<classifier>tests</classifier>")}
${dependency("com.acme:bom:1.5.0", "<type>pom</type><scope>import</scope>")}
</dependencies></dependencyManagement>
<build><pluginManagement><plugins><plugin><artifactId>maven-jar-plugin</artifactId><version>3.3.0</version></plugin></plugins></pluginManagement></build>
<profiles><profile><id>usual</id><activation><activeByDefault>true</activeByDefault></activation>
<properties><usual>9.9</usual></properties></profile></profiles>`),
  "bom/pom.xml": pom(
    `<groupId>com.acme</groupId><artifactId>bom</artifactId><version>1.5.0</version>
<packaging>pom</packaging><properties><netty>4.1.100.Final</netty></properties>
<dependencyManagement><dependencies>
${dependency("io.netty:netty-buffer:${netty}")}
${dependency("org.springframework:spring-core:0.0.1")}
</dependencies></dependencyManagement>`,
  ),
  "core/pom.xml": pom(`<parent><groupId>com.acme</groupId><artifactId>parent</artifactId>
<version>1.5.0</version></parent><artifactId>core</artifactId>
<properties><jackson>2.16.1</jackson></properties>
<dependencies>
${dependency("org.springframework:spring-core")}
${dependency("com.fasterxml.jackson.core:jackson-databind")}
${dependency("io.netty:netty-buffer")}
${dependency("org.managed:scoped")}
${dependency("org.managed:classified", "<classifier>tests</classifier>")}
${dependency("javax.servlet:servlet-api:2.5", "<scope>provided</scope>")}
${dependency("org.opt:opt:${usual}", "<optional>true</optional>")}
${dependency("org.self:self:${project.parent.version}-${project.artifactId}")}
</dependencies>
<build><plugins>
<plugin><artifactId>maven-jar-plugin</artifactId></plugin>
<plugin><groupId>org.tool</groupId><artifactId>tool</artifactId><version>1</version>
<dependencies>${dependency("org.tool:extra:2")}</dependencies></plugin>
</plugins></build>`),
  "app/pom.xml": pom(`<parent><groupId>com.acme</groupId><artifactId>parent</artifactId>
<version>1.5.0</version><relativePath>..</relativePath></parent><artifactId>app</artifactId>
<dependencies>
${dependency("com.acme:core")}
${dependency("org.range:range:[1,2)")}
</dependencies>`),
};

Deno.test("pom.xml: parents, properties, managed versions, BOMs, plugins, licences", () => {
  const found = packagesByPath(BUILD);
  assert.deepEqual(Object.values(found).map(identityRow), [
    "com.acme:app 1.5.0 Apache-2.0 OR MIT",
    "com.acme:bom 1.5.0 null",
    "com.acme:core 1.5.0 Apache-2.0 OR MIT",
    "com.acme:parent 1.5.0 Apache-2.0 OR MIT",
  ]);
  const purl = (group: string, artifact: string, version: string) =>
    `${version} -> ${version} (pkg:maven/${group}/${artifact}@${version})`;
  const jar = "org.apache.maven.plugins";
  assert.deepEqual(dependencyRows(found["core/pom.xml"]), [
    `8 runtime org.springframework:spring-core ${
      purl("org.springframework", "spring-core", "6.1.0")
    }`,
    `9 runtime com.fasterxml.jackson.core:jackson-databind ${
      purl("com.fasterxml.jackson.core", "jackson-databind", "2.16.1")
    }`,
    `10 runtime io.netty:netty-buffer ${purl("io.netty", "netty-buffer", "4.1.100.Final")}`,
    `11 development org.managed:scoped ${purl("org.managed", "scoped", "1")}`,
    `12 runtime org.managed:classified ${purl("org.managed", "classified", "2")}`,
    `13 peer javax.servlet:servlet-api ${purl("javax.servlet", "servlet-api", "2.5")}`,
    `14 optional org.opt:opt ${purl("org.opt", "opt", "9.9")}`,
    `15 runtime org.self:self ${purl("org.self", "self", "1.5.0-core")}`,
    `18 build ${jar}:maven-jar-plugin ${purl(jar, "maven-jar-plugin", "3.3.0")}`,
    `19 build org.tool:tool ${purl("org.tool", "tool", "1")}`,
    `20 build org.tool:extra ${purl("org.tool", "extra", "2")}`,
  ]);
  assert.deepEqual(dependencyRows(found["app/pom.xml"]), [
    `7 runtime com.acme:core ${purl("com.acme", "core", "1.5.0")}`,
    "8 runtime org.range:range [1,2) -> null (pkg:maven/org.range/range)",
  ]);
  assert.deepEqual(dependencyRows(found["pom.xml"]), [
    `15 build com.acme:bom ${purl("com.acme", "bom", "1.5.0")}`,
  ]);
});

Deno.test("pom.xml: a parent of another version is not the one that lies here", () => {
  const found = packagesByPath({
    "pom.xml": pom("<groupId>g</groupId><artifactId>p</artifactId><version>2</version>"),
    "m/pom.xml": pom(
      `<parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent><artifactId>m</artifactId>`,
    ),
    "n/pom.xml": pom(
      `<parent><groupId>g</groupId><artifactId>p</artifactId><version>2</version><relativePath/></parent><artifactId>n</artifactId>`,
    ),
  });
  assert.deepEqual(dependencyRows(found["m/pom.xml"]), ["4 build g:p 1 -> 1 (pkg:maven/g/p@1)"]);
  assert.deepEqual(dependencyRows(found["n/pom.xml"]), ["4 build g:p 2 -> 2 (pkg:maven/g/p@2)"]);
});

Deno.test("pom.xml: properties and BOMs that lead back to themselves end", () => {
  const found = packagesByPath({
    "pom.xml": pom(`<groupId>g</groupId><artifactId>p</artifactId><version>1</version>
<properties><a>\${b}</a><b>\${a}</b><x0>1</x0>${
      Array.from({ length: 60 }, (_, at) => `<x${at + 1}>\${x${at}}\${x${at}}</x${at + 1}>`).join(
        "",
      )
    }</properties>
<dependencyManagement><dependencies>
${dependency("g:p:1", "<type>pom</type><scope>import</scope>")}
</dependencies></dependencyManagement>
<dependencies>${dependency("o:cyclic:${a}")}${dependency("o:doubled:${x60}")}${dependency("o:none")}
</dependencies>`),
  });
  const [cyclic, doubled, none] = found["pom.xml"]!.dependencies.filter(({ scope }) =>
    scope === "runtime"
  );
  assert.deepEqual([cyclic!.resolved, none!.requirement], [null, null]);
  assert.ok(doubled!.requirement!.length <= 2_000);
});

/** Where Debian's maven package has its own libraries. */
const MAVEN_LIBRARIES = "/usr/share/maven/lib";

Deno.test("pom.xml: the same versions and scopes as Maven's model builder", async () => {
  const installed = await Deno.stat(MAVEN_LIBRARIES).catch(() => null);
  if (!installed) return console.warn("maven is not here: the comparison is left out");
  const root = await writeScratch(BUILD);
  try {
    const paths = Object.keys(BUILD);
    const answer = await askCommand("java", [
      "-cp",
      `${MAVEN_LIBRARIES}/*`,
      new URL("../../support/MavenOracle.java", import.meta.url).pathname,
      `com.acme:bom:1.5.0=${root}/bom/pom.xml`,
      ...paths.map((path) => `${root}/${path}`),
    ]);
    if (answer === null) return console.warn("java is not here: the comparison is left out");
    const theirs = answer.trim().split("\n").map((line) => line.split("\t"))
      .filter(([kind]) => kind === "dependency").map((fields) => {
        const [, path, group, artifact, version, scope, optional] = fields;
        const ours = scope === "test"
          ? "development"
          : optional === "true"
          ? "optional"
          : scope === "provided"
          ? "peer"
          : "runtime";
        return `${path!.slice(root.length + 1)} ${group}:${artifact} ${version} ${ours}`;
      });
    const ours = Object.values(packagesByPath(BUILD)).flatMap(({ path, dependencies }) =>
      dependencies.filter(({ scope }) => scope !== "build").map((one) =>
        `${path} ${one.name} ${one.requirement} ${one.scope}`
      )
    );
    assert.deepEqual(ours.sort(), theirs.sort());
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
