import assert from "node:assert/strict";
import { readPackages } from "../../../lib/analysis/packages/mod.ts";
import { viewOf } from "../../support/repository_view.ts";

Deno.test("CocoaPods: literal pods of a Podfile, versions of Podfile.lock", () => {
  const [found] = readPackages(viewOf({
    "ios/Podfile": `platform :ios, '15.0'
target 'App' do
  use_frameworks!
  pod 'Alamofire', '~> 5.0'
  pod "Firebase/Auth"
  pod 'Own', :path => '../own'
  pod 'Forked',
    git: 'https://example.org/forked.git', tag: '1'
  # pod 'No'
  pod "#{name}"
  puts pod 'No2'
end
`,
    "ios/Podfile.lock": `PODS:
  - Alamofire (5.9.1)
  - Firebase/Auth (10.1.0):
    - FirebaseAuth (~> 10.1.0)
  - Own (0.1.0)

DEPENDENCIES:
  - Alamofire (~> 5.0)
`,
  }));
  assert.deepEqual([found!.path, found!.ecosystem], ["ios/Podfile", "cocoapods"]);
  assert.deepEqual(
    found!.dependencies.map(({ line, name, requirement, resolved, purl }) =>
      [line, name, requirement, resolved, purl].join(" | ")
    ),
    [
      "4 | Alamofire | ~> 5.0 | 5.9.1 | pkg:cocoapods/Alamofire@5.9.1",
      "5 | Firebase/Auth |  | 10.1.0 | pkg:cocoapods/Firebase@10.1.0#Auth",
      "7 | Forked | https://example.org/forked.git |  | ",
      "6 | Own | ../own | 0.1.0 | ",
    ],
  );
});

Deno.test("Package.resolved of formats 1, 2 and 3 gives versions; a local package has no purl", () => {
  const manifest = `let package = Package(name: "A", dependencies: [
  .package(url: "https://github.com/apple/swift-nio.git", from: "2.0.0"),
  .package(path: "../Local"),
])`;
  const pin = { state: { revision: "aa", version: "2.62.0" } };
  const location = "https://github.com/apple/swift-nio.git";
  const texts = [
    { object: { pins: [{ package: "swift-nio", repositoryURL: location, ...pin }] }, version: 1 },
    { pins: [{ identity: "swift-nio", location, ...pin }], version: 2 },
    { originHash: "0", pins: [{ identity: "swift-nio", location, ...pin }], version: 3 },
  ];
  for (const text of texts) {
    const [found] = readPackages(
      viewOf({ "Package.swift": manifest, "Package.resolved": JSON.stringify(text) }),
    );
    assert.deepEqual(found!.dependencies.map(({ name, purl, line }) => [name, purl, line]), [
      ["Local", null, 3],
      ["swift-nio", "pkg:swift/github.com/apple/swift-nio@2.62.0", 2],
    ]);
  }
});
