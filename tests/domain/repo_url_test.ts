import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { parseRepoUrl } from "../../lib/domain/repo_url.ts";

function refusal(text: string): FactoryError {
  try {
    const parsed = parseRepoUrl(text);
    throw new Error(`${JSON.stringify(text)} was accepted as ${JSON.stringify(parsed)}`);
  } catch (error) {
    if (error instanceof FactoryError) return error;
    throw error;
  }
}

Deno.test("an address has one canonical text, whatever way it was typed", () => {
  const table: [string, string][] = [
    ["  https://GitHub.com/Owner/Repo.git/ ", "https://github.com/Owner/Repo.git"],
    ["HTTPS://git.example.org:443//a///b", "https://git.example.org/a/b"],
    ["http://git.example.org:8080/a/b", "http://git.example.org:8080/a/b"],
    ["https://user:secret@git.example.org/a/b", "https://git.example.org/a/b"],
    ["https://git.example.org./a/b", "https://git.example.org/a/b"],
    ["https://bücher.example/a/b", "https://xn--bcher-kva.example/a/b"],
    ["https://[::1]:8443/a", "https://[::1]:8443/a"],
    ["http://0x7f.1/a", "http://127.0.0.1/a"],
    ["ssh://git@git.example.org:22/a/b", "ssh://git@git.example.org/a/b"],
    ["ssh://git.example.org:2222/~me/b", "ssh://git.example.org:2222/~me/b"],
    ["git@github.com:owner/repo.git", "git@github.com:owner/repo.git"],
    ["deploy@[::1]:repo", "deploy@[::1]:repo"],
    ["org-123@git.example.org:/abs/repo", "org-123@git.example.org:/abs/repo"],
    ["file:///srv/My%20Repo/", "/srv/My Repo"],
    ["/srv//repos/100%/", "/srv/repos/100%"],
  ];
  for (const [text, url] of table) assert.equal(parseRepoUrl(text).url, url, text);
});

Deno.test("a canonical text parses to itself", () => {
  for (
    const text of [
      "https://u:p@h.example/a%20b/c.git",
      "git@h.example:a/b/",
      "ssh://h.example:2222/a",
      "/srv/a b",
    ]
  ) {
    const first = parseRepoUrl(text);
    assert.deepEqual(parseRepoUrl(first.url), { ...first, credentials: null });
  }
});

Deno.test("addresses of one repository share an identity", () => {
  const same = [
    [
      "https://github.com/Owner/Repo",
      "http://github.com/owner/repo.git",
      "https://token@github.com/owner/repo/",
      "git@github.com:owner/repo.git",
      "ssh://git@github.com/owner/repo",
      "ssh://git@ssh.github.com:443/owner/repo.git",
      "https://www.github.com/owner/repo",
    ],
    [
      "https://git.example.org:443/group/sub/repo",
      "ssh://git@GIT.example.org:22/group/sub/repo.git",
      "me@git.example.org:group/sub/repo",
      "https://git.example.org/group/sub/r%65po",
    ],
    [
      "https://org@dev.azure.com/org/project/_git/repo",
      "git@ssh.dev.azure.com:v3/org/project/repo",
    ],
    ["/srv/repo", "file:///srv/repo/", "/srv/repo/.git", "file://localhost/srv/repo"],
  ];
  for (const group of same) {
    const identities = new Set(group.map((text) => parseRepoUrl(text).identity));
    assert.equal(identities.size, 1, [...identities].join(" | "));
  }
});

Deno.test("addresses of different repositories do not", () => {
  const different = [
    "https://git.example.org/a/Repo",
    "https://git.example.org/a/repo",
    "https://git.example.org:8443/a/repo",
    "https://git.example.com/a/repo",
    "/srv/repo",
    "/srv/repo.git",
  ];
  assert.equal(new Set(different.map((text) => parseRepoUrl(text).identity)).size, 6);
});

Deno.test("credentials are taken out of the address", () => {
  const parsed = parseRepoUrl("https://us%40er:p%2Fw@git.example.org/a/b");
  assert.deepEqual(parsed.credentials, { username: "us@er", password: "p/w" });
  assert.deepEqual(parseRepoUrl("https://ghp_token@github.com/a/b").credentials, {
    username: "ghp_token",
    password: "",
  });
  assert.equal(parseRepoUrl("https://org@dev.azure.com/org/p/_git/r").credentials, null);
  assert.equal(parseRepoUrl("ssh://git@github.com/a/b").credentials, null);
});

Deno.test("the repository's own name is suggested", () => {
  const table: [string, string][] = [
    ["https://github.com/owner/repo.git", "repo"],
    ["git@host:repo", "repo"],
    ["https://dev.azure.com/org/project/_git/my%20repo", "my repo"],
    ["/srv/work/.git", "work"],
    ["ssh://h/~me/x", "x"],
  ];
  for (const [text, name] of table) assert.equal(parseRepoUrl(text).suggestedName, name, text);
});

Deno.test("what could smuggle an option, a transport or another place is refused", () => {
  const table = [
    "",
    "   ",
    "--upload-pack=touch /tmp/x",
    "-oProxyCommand=x",
    "ext::sh -c touch% /tmp/x",
    "ext::sh",
    "fd::17/foo",
    "git://github.com/a/b",
    "ftp://host/a",
    "http::https://host/a",
    "javascript://host/a",
    "https://-host/a/b",
    "ssh://-oProxyCommand=x/a",
    "ssh://-user@host/a",
    "-user@host:a",
    "git@-host:a",
    "git@host:-a",
    "git@host::a",
    "https://host/-a/b",
    "ssh://git@host/../etc",
    "https://host/a/%2e%2e/b",
    "https://host/a/%00b",
    "git@host:a%00b",
    "https://host/a%0ab",
    "https://host/a\u0000b",
    "https://host/a b",
    "https://host/a\nb",
    "https://host\\@evil/a",
    "https://host/a?x=1",
    "https://host/a#x",
    "https://host",
    "https:///a/b",
    "https://ho%73t/a",
    "https://host:99999/a",
    "https://host:0/a",
    "https://host/%zz",
    "ssh://us;er@host/a",
    "$(id)@host:a",
    "relative/path",
    "./repo",
    "../repo",
    "~/repo",
    "C:\\repo",
    "C:/repo",
    "host:path",
    "/",
    "/srv/../etc",
    "file://otherhost/srv/repo",
    "file://srv",
    "file:relative",
    "https://host/" + "a".repeat(2_000),
    "https://host/\u200ba",
  ];
  for (const text of table) {
    const error = refusal(text);
    assert.equal(error.code, "url_invalid", text);
    assert.ok(error.remedy, text);
  }
});

Deno.test("a refusal never repeats a secret", () => {
  const table = [
    "https://me:s3cret@/a",
    "https://me:s3cret@host/a?x",
    "https://s3cret@github.com/owner/repo/tree/main",
    "https://s3cret@github.com/owner",
    "ssh://me:s3cret@host/a",
    "git://me:s3cret@host/a",
    "https://host/a?private_token=s3cret",
    "https://me:s3cret%zz@host/a",
    "https://me:s3cret#@host/a",
    "me:s3cret@host:a",
  ];
  for (const text of table) {
    const { message, remedy, cause } = refusal(text);
    assert.doesNotMatch(`${message} ${remedy} ${cause ?? ""}`, /s3cret/, text);
  }
});

Deno.test("a page pasted from the browser is answered with the repository's address", () => {
  const table: [string, string][] = [
    ["https://github.com/owner/repo/tree/main", "https://github.com/owner/repo "],
    ["https://github.com/owner/repo?tab=readme", "https://github.com/owner/repo"],
    ["https://github.com/owner/repo/blob/main/a.ts", "https://github.com/owner/repo "],
    ["https://gitlab.com/g/s/repo/-/tree/main", "https://gitlab.com/g/s/repo "],
    ["https://bitbucket.org/owner/repo/src/main/", "https://bitbucket.org/owner/repo "],
    ["https://git.example.org:3000/o/r/src/branch/main", "https://git.example.org:3000/o/r "],
    ["https://ghe.example.org/o/r/blob/main/a", "https://ghe.example.org/o/r "],
    ["https://github.com/owner", "https://github.com/owner/<repository>"],
    ["github.com/owner/repo", "https://github.com/owner/repo"],
  ];
  for (const [text, remedy] of table) {
    assert.ok(refusal(text).remedy?.includes(remedy), `${text}: ${refusal(text).remedy}`);
  }
});
