import assert from "node:assert/strict";
import { shell } from "../../../lib/analysis/languages/shell.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(shell, "Shell", text);

const sources = (text: string) =>
  extract(text).imports.map(({ line, specifier, dynamic }) =>
    `${line} ${specifier}${dynamic === undefined ? "" : " ?"}`
  );

function edges(files: Record<string, string>): string[] {
  return resolveAll(shell, "Shell", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${edge.to ?? `? ${edge.reason}`}`
  );
}

Deno.test("Shell sources: literals and the idioms of the script's directory", () => {
  assert.deepEqual(
    sources(`#!/usr/bin/env bash
set -e; source lib/a.sh
. ./b.sh || exit 1
[ -f "c.sh" ] && . "c.sh"
if true; then source 'd e.sh'; fi
source "$(dirname "$0")/f.sh"
. "\${BASH_SOURCE[0]%/*}/../g.sh" arg
source "$(cd "$(dirname "\${BASH_SOURCE[0]}")/.." >/dev/null 2>&1 && pwd)/h.sh"
SCRIPT_DIR="$( cd -- "$( dirname -- "\${BASH_SOURCE[0]}" )" &> /dev/null && pwd )"
readonly LIB="\${SCRIPT_DIR}/lib"
source "\${LIB}/i.sh"; source $LIB/j.sh
here=\`dirname $0\`
. $here/k.sh
TOP=$(git rev-parse --show-toplevel)
. "$TOP/l.sh"
source "$(dirname "$(readlink -f "$0")")/m.sh"
source ~/.bashrc; source "$HOME/x"; . $1; source <(kubectl completion bash); source /etc/profile
DIR=a; DIR=b
. "$DIR/n.sh"
(. o.sh)
`),
    [
      "2 lib/a.sh",
      "3 ./b.sh",
      "4 c.sh",
      "5 'd e.sh' ?",
      "6 __DIR__/f.sh",
      "7 __DIR__/../g.sh",
      "8 __DIR__/../h.sh",
      "11 __DIR__/lib/i.sh",
      "11 __DIR__/lib/j.sh",
      "13 __DIR__/k.sh",
      "15 __ROOT__/l.sh",
      "16 __DIR__/m.sh",
      "17 ~/.bashrc ?",
      '17 "$HOME/x" ?',
      "17 $1 ?",
      "17 <(…) ?",
      "17 /etc/profile",
      '19 "$DIR/n.sh" ?',
      "20 o.sh",
    ],
  );
});

Deno.test("Shell sources: none in comments, strings, here-documents, and arguments", () => {
  assert.deepEqual(
    sources(`# source no
echo source no; echo "source no" 'it
. no'; git add . ; x=\${1:-its}; y="\${2:-it's}"
cat <<EOF <<-'B'
source no
EOF
. no
\tB
echo $((1 << n)) \${#x} a#b; echo \\# # . no
case $1 in
  a) . yes.sh ;;
  source) ;;
esac
ls . no; [[ "$1" =~ ^(.*)$ ]]
`),
    ["11 yes.sh"],
  );
});

Deno.test("Shell functions: each notation, with the line on which it ends", () => {
  const { symbols } = extract(`one() {
  case $1 in a) ;; (b) ;; esac
  inner() { :; }
  echo "\${x}" "}" '}' \\}
}
function two { :; }
function three-four() (
  :
)
lib::five ()
{ :; }
six="$(seven() { :; })"
`);
  assert.deepEqual(
    symbols?.map(({ name, line, endLine, kind }) => `${line}-${endLine} ${kind} ${name}`),
    ["1-5 function one", "6-6 function two", "7-9 function three-four", "10-11 function lib::five"],
  );
});

Deno.test("Shell functions: a brace in a pattern hides nothing behind it", () => {
  const text = "one() {\n  case $x in\n  {) ;;\n  esac\n}\ntwo() { :; }\n";
  assert.deepEqual(extract(text).symbols?.map(({ name, endLine }) => [name, endLine]), [
    ["one", 5],
    ["two", 6],
  ]);
});

Deno.test("Shell resolution: the script's directory, the root, and bats' helpers", () => {
  assert.deepEqual(
    edges({
      "run.sh": ". lib/a.sh\n. gone.sh\n",
      "lib/a.sh":
        '. "$(dirname "$0")/../run.sh"\n. ./b.sh\n. run.sh\n. both.sh\n. "${0%/*}/../../x.sh"\n',
      "lib/b.sh": ". /etc/x\n",
      "lib/both.sh": "",
      "both.sh": "",
      "test/x.bats":
        "load helper\nload '../lib/a.sh'\nload no\n@test 'load no' {\n  load helper\n}\n",
      "test/helper.bash": "load no\n",
    }),
    [
      "run.sh:1 lib/a.sh -> lib/a.sh",
      "run.sh:2 gone.sh -> ? no such file",
      "lib/a.sh:1 __DIR__/../run.sh -> run.sh",
      "lib/a.sh:2 ./b.sh -> lib/b.sh",
      "lib/a.sh:3 run.sh -> run.sh",
      "lib/a.sh:4 both.sh -> ? which file it is depends on the working directory",
      "lib/a.sh:5 __DIR__/../../x.sh -> ? the path leaves the repository",
      "lib/b.sh:1 /etc/x -> ? an absolute path",
      "test/x.bats:1 helper -> test/helper.bash",
      "test/x.bats:2 ../lib/a.sh -> lib/a.sh",
      "test/x.bats:3 no -> ? no such file",
      "test/x.bats:5 helper -> test/helper.bash",
    ],
  );
});

Deno.test("Shell: hostile texts cost no more than their length", () => {
  for (
    const part of [
      "source ",
      ". $(",
      '. "$(dirname "',
      "a=",
      "a=$a$a\n",
      "f() {",
      "<<A\n",
      "((<<a",
      "'",
      ")",
      "$'",
      "#",
      "\\",
    ]
  ) {
    assert.ok(extract(part.repeat(50_000)).imports, part);
  }
});
