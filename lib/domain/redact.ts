/**
 * Secrets in text that is about to leave the process. What looks like one is replaced by a note of
 * its kind: a false alarm costs a model a few characters, a missed key costs its owner the key.
 */

interface Rule {
  kind: string;
  pattern: RegExp;
  /** Which group is the secret; default: all of the match. */
  group?: number;
  /** Whether this match is one after all. */
  judge?(secret: string): boolean;
}

/** Forms that providers publish, for scanners like this one; the general rules come last. */
const RULES: readonly Rule[] = [
  {
    kind: "private key",
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { kind: "AWS key", pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g },
  { kind: "GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{30,255})\b/g },
  { kind: "GitLab token", pattern: /\bgl(?:pat|ptt|dt|rt|cbt|soat)-[\w-]{20,}/g },
  { kind: "Slack token", pattern: /\bxox[abeoprs]-[\w-]{10,}/g },
  { kind: "Slack address", pattern: /\bhttps:\/\/hooks\.slack\.com\/services\/[\w/]{20,}/g },
  { kind: "Google key", pattern: /\bAIza[\w-]{35}/g },
  { kind: "Google token", pattern: /\bya29\.[\w-]{20,}/g },
  { kind: "Stripe key", pattern: /\b(?:[sr]k|whsec)_(?:live|test)?_?[A-Za-z0-9]{20,}\b/g },
  { kind: "model provider's key", pattern: /\bsk-(?:ant-|proj-|or-)?[\w-]{20,}/g },
  { kind: "npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: "PyPI token", pattern: /\bpypi-[\w-]{50,}/g },
  { kind: "SendGrid key", pattern: /\bSG\.[\w-]{20,}\.[\w-]{20,}/g },
  { kind: "Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,}\b/g },
  { kind: "DigitalOcean token", pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  { kind: "JSON web token", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  { kind: "bearer token", pattern: /\b(?:bearer|basic)\s+([\w.~+/=-]{20,})/gi, group: 1 },
  {
    kind: "password in an address",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"'`]*:([^\s/?#@"'`]{1,200})@/gi,
    group: 1,
    judge: isLiteral,
  },
  {
    kind: "secret",
    pattern:
      /(?:passwo?r?d|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?secret|auth[_-]?key|credentials?|encryption[_-]?key|signing[_-]?key|connection[_-]?string)["'`]?\]?\s*(?::=|=>|[:=])\s*(["'`])((?:(?!\1)[^\r\n\\]|\\.){6,400})\1/gi,
    group: 2,
    judge: isLiteral,
  },
  {
    // Without quotes: KEY=value of environment files, key: value of YAML and .properties.
    kind: "secret",
    pattern:
      /^[ \t]*(?:export[ \t]+|set[ \t]+|-[ \t]+)?[\w.-]*(?:passwo?r?d|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|encryption[_-]?key|signing[_-]?key)[\w.-]*[ \t]*[:=][ \t]*([^\s"'`#;,(){}[\]<>$][^\s"'`#;,(){}[\]<>]{7,400})[ \t]*$/gim,
    group: 1,
    judge: (text) => isLiteral(text) && /\d|[^\w.]/.test(text),
  },
];

/** Every value of such a file is taken for a secret. */
const ENVIRONMENT_FILE = /(?:^|\/)\.env(?:\.[\w.-]+)?$/i;
const EXAMPLE = /\.(?:example|sample|template|dist|defaults?)$/i;
const ENVIRONMENT_LINE = /^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*)(\S.*)$/gm;

/** Files that are nothing but a secret. */
const KEY_FILE =
  /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc)|\.netrc|\.pgpass|\.htpasswd|\.git-credentials|credentials)$/i;

export interface Redacted {
  text: string;
  /** How many secrets were replaced. */
  count: number;
}

export interface Redactor {
  /** @param path where the text comes from, where it is a file's */
  (text: string, path?: string): Redacted;
}

/**
 * @param own secrets of this server, which are replaced wherever they are
 */
export function createRedactor(own: readonly (string | null | undefined)[] = []): Redactor {
  const known = own.filter((secret) =>
    typeof secret === "string" && secret.length >= 6
  ) as string[];
  return (text, path) => {
    if (path !== undefined && KEY_FILE.test(path) && text.trim() !== "") {
      return { text: "[redacted: a file of keys]", count: 1 };
    }
    let count = 0;
    for (const secret of known) {
      const parts = text.split(secret);
      count += parts.length - 1;
      text = parts.join("[redacted: this server's secret]");
    }
    if (path !== undefined && ENVIRONMENT_FILE.test(path) && !EXAMPLE.test(path)) {
      text = text.replace(ENVIRONMENT_LINE, (_line, name) => {
        count++;
        return `${name}[redacted: value of an environment file]`;
      });
    }
    for (const { kind, pattern, group, judge } of RULES) {
      text = text.replace(pattern, (match: string, ...rest: unknown[]) => {
        const secret = group === undefined ? match : String(rest[group - 1] ?? "");
        if (secret.startsWith("[redacted") || (judge !== undefined && !judge(secret))) return match;
        count++;
        const note = `[redacted: ${kind}]`;
        // A key of several lines keeps them: lines are what others cite.
        const lines = secret.split("\n").length - 1;
        const at = match.lastIndexOf(secret);
        return match.slice(0, at) + note + "\n".repeat(lines) + match.slice(at + secret.length);
      });
    }
    return { text, count };
  };
}

/** A value itself, not the name of where it comes from, and not a gap to be filled in. */
function isLiteral(text: string): boolean {
  if (/^(?:\$|%|\{\{|<|process\.env|os\.environ|env[.[(]|\.\.\.|\*+$|x+$)/i.test(text)) {
    return false;
  }
  if (
    /^(?:null|none|undefined|true|false|string|required|optional|changeme|your[-_ ]|example)/i.test(
      text,
    )
  ) {
    return false;
  }
  // Words with spaces are a message to people: "Enter your password".
  return !/\s\S+\s/.test(text);
}
