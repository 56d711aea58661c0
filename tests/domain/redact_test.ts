import assert from "node:assert/strict";
import { createRedactor } from "../../lib/domain/redact.ts";

const redact = createRedactor();
// Put together here, so that no scanner of this repository takes them for real.
const PART = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8";

const SECRETS: [kind: string, text: string, secret: string][] = [
  ["AWS key", `aws_id = AKIA${"ABCDEFGH23456723"}`, `AKIA${"ABCDEFGH23456723"}`],
  ["GitHub token", `url: ghp_${PART}`, `ghp_${PART}`],
  ["fine-grained GitHub token", `github_pat_${PART}_x`, `github_pat_${PART}_x`],
  ["GitLab token", `glpat-${PART.slice(0, 20)}`, `glpat-${PART.slice(0, 20)}`],
  ["Slack token", `xoxb-1234567890-${PART}`, `xoxb-1234567890-${PART}`],
  ["Google key", `key=AIza${PART.slice(0, 35)}`, `AIza${PART.slice(0, 35)}`],
  ["Stripe key", `sk_live_${PART}`, `sk_live_${PART}`],
  ["OpenAI key", `sk-proj-${PART}`, `sk-proj-${PART}`],
  ["npm token", `//registry/:_authToken=npm_${PART}`, `npm_${PART}`],
  [
    "JSON web token",
    `t = eyJhbGciOiJI.eyJzdWIiOiIx.${PART}`,
    `eyJhbGciOiJI.eyJzdWIiOiIx.${PART}`,
  ],
  ["bearer token", `-H "Authorization: Bearer ${PART}"`, PART],
  ["password in an address", "postgres://app:h4rdToGuess@db/app", "h4rdToGuess"],
  ["quoted password", 'const password = "correct-horse-7";', "correct-horse-7"],
  ["object's secret", `{ "client_secret": "${PART}" }`, PART],
  ["Go's :=", 'apiKey := "abcdef123456"', "abcdef123456"],
  ["Ruby's =>", ':secret_token => "abcdef123456"', "abcdef123456"],
  ["unquoted environment", "export DB_PASSWORD=hunter2-hunter2", "hunter2-hunter2"],
  ["YAML", "  api_token: 9f8e7d6c5b4a", "9f8e7d6c5b4a"],
];

for (const [kind, text, secret] of SECRETS) {
  Deno.test(`what leaves the process has no ${kind}`, () => {
    const { text: left, count } = redact(text);
    assert(!left.includes(secret), left);
    assert.equal(count, 1);
    assert.match(left, /\[redacted: /);
  });
}

Deno.test("a private key goes whole, and its lines stay lines", () => {
  const kind = "RSA PRIVATE KEY";
  const text = `a\n-----BEGIN ${kind}-----\nMIIE\nabc\n-----END ${kind}-----\nb`;
  const { text: left, count } = redact(text);
  assert.equal(count, 1);
  assert(!left.includes("MIIE"));
  assert.equal(left.split("\n").length, text.split("\n").length);
  assert(left.endsWith("\nb"));
  // Cut off by an excerpt, it is no less a key.
  assert(!redact(`-----BEGIN ${kind}-----\nMIIE\nabc`).text.includes("MIIE"));
});

for (
  const harmless of [
    "const password = process.env.DB_PASSWORD;",
    'password = os.environ["DB_PASSWORD"]',
    "password: ${DB_PASSWORD}",
    'label = "Enter your password to go on"',
    "function resetPassword(token: string): Promise<void> {",
    "const token = await issueToken(user);",
    "https://example.org/a:b@2x.png",
    'apiKey: "your-api-key-here"',
    "token: string",
    "// the secret of a good map",
  ]
) {
  Deno.test(`code is left as it is: ${harmless}`, () => {
    assert.deepEqual(redact(harmless), { text: harmless, count: 0 });
  });
}

Deno.test("files of secrets: every value of .env, all of a key file; but not their examples", () => {
  const env = redact("# comment\nPORT=80\nexport NAME=shop\n", "deploy/.env.production");
  assert.equal(env.count, 2);
  assert(!/80|shop/.test(env.text) && env.text.includes("PORT="));
  assert.equal(redact("PORT=80\n", ".env.example").count, 0);
  assert.deepEqual(redact("anything", "certs/server.pem"), {
    text: "[redacted: a file of keys]",
    count: 1,
  });
});

Deno.test("the server's own secrets are replaced wherever they are", () => {
  const own = createRedactor(["s3rver-t0ken", null, undefined]);
  assert.deepEqual(own("x s3rver-t0ken y s3rver-t0ken"), {
    text: "x [redacted: this server's secret] y [redacted: this server's secret]",
    count: 2,
  });
});
