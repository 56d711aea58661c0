import assert from "node:assert/strict";
import { parseRepoUrl } from "../../lib/domain/repo_url.ts";
import { cloneLogin, createGitHubClient } from "../../lib/github/mod.ts";
import { fakeClock } from "../support/clock.ts";

const DOT_COM = "https://api.github.com/";
const ENTERPRISE = "https://git.example.org/api/v3";
const CLOUD = "https://api.octocorp.ghe.com";

const locate = (apiUrl: string, url: string) => {
  const client = createGitHubClient({ apiUrl, token: null, clock: fakeClock().clock });
  const found = client.locate(parseRepoUrl(url));
  return found === null ? null : `${found.owner}/${found.name}`;
};

Deno.test("a repository is known by any address on the API's own GitHub, and by no other", () => {
  const table: [apiUrl: string, url: string, found: string | null][] = [
    [DOT_COM, "https://github.com/Shop/Web.git", "shop/web"],
    [DOT_COM, "https://www.github.com/shop/web", "shop/web"],
    [DOT_COM, "git@github.com:shop/web.git", "shop/web"],
    [DOT_COM, "ssh://git@ssh.github.com:443/shop/web.git", "shop/web"],
    [DOT_COM, "https://github.com.evil.org/shop/web", null],
    [DOT_COM, "https://api.github.com/shop/web", null],
    [DOT_COM, "https://gitlab.com/shop/web", null],
    [DOT_COM, "https://git.example.org/shop/web", null],
    [DOT_COM, "/srv/github.com/shop/web", null],
    [ENTERPRISE, "https://git.example.org/Shop/Web.git", "Shop/Web"],
    [ENTERPRISE, "ssh://git@git.example.org:2222/shop/web", "shop/web"],
    [ENTERPRISE, "https://git.example.org:8443/shop/web", null],
    [ENTERPRISE, "https://git.example.org/deep/shop/web", null],
    [ENTERPRISE, "https://github.com/shop/web", null],
    [CLOUD, "https://octocorp.ghe.com/shop/web", "shop/web"],
  ];
  for (const [apiUrl, url, found] of table) assert.equal(locate(apiUrl, url), found, url);
});

Deno.test("the token is lent to clones of its own origin alone", () => {
  const lent = (apiUrl: string, url: string) =>
    cloneLogin({ apiUrl, token: "t0ken" }, parseRepoUrl(url))?.password ?? null;
  const table: [apiUrl: string, url: string, lent: boolean][] = [
    [DOT_COM, "https://github.com/shop/web", true],
    [DOT_COM, "http://github.com/shop/web", false],
    [DOT_COM, "https://github.com:8443/shop/web", false],
    [DOT_COM, "https://www.github.com/shop/web", false],
    [DOT_COM, "git@github.com:shop/web.git", false],
    [DOT_COM, "https://git.example.org/shop/web", false],
    [DOT_COM, "/srv/shop/web", false],
    [ENTERPRISE, "https://git.example.org/shop/web", true],
    [ENTERPRISE, "http://git.example.org/shop/web", false],
    [ENTERPRISE, "https://github.com/shop/web", false],
    [CLOUD, "https://octocorp.ghe.com/shop/web", true],
    [CLOUD, "https://api.octocorp.ghe.com/shop/web", false],
  ];
  for (const [apiUrl, url, is] of table) assert.equal(lent(apiUrl, url) !== null, is, url);
  assert.equal(
    cloneLogin({ apiUrl: DOT_COM, token: null }, parseRepoUrl("https://github.com/a/b")),
    null,
  );
});
