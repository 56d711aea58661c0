import assert from "node:assert/strict";
import { php } from "../../../lib/analysis/languages/php.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(php, "PHP", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

function edges(files: Record<string, string>): string[] {
  return resolveAll(php, "PHP", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${
      edge.resolution === "file" ? "" : `${edge.resolution} `
    }${edge.to ?? edge.reason}`
  );
}

Deno.test("PHP uses: classes, functions, constants, groups, aliases, and qualified names", () => {
  const { imports } = extract(`<p>use A\\No;</p>
<?php
namespace App\\Http;
use A\\B, C\\D as E; // use A\\No;
USE function A\\f;
use const A\\{X, Y as Z};
use G\\{H, I\\J as K, function l};
use Doctrine\\Mapping as ORM;
use Both\\Name;
#[ORM\\Entity(repositoryClass: "x")]
class T extends \\P\\Q {
  use Traits;
  function m() { return function () use ($x) { new ORM\\Column; Name\\In::x(); Name::y(); }; }
  function n(namespace\\Local $a) { \\P\\Q::r(); \\strlen(""); return Sub\\Class_::class; }
}
$s = "use A\\No; {$a["use A\\No;"]} \\P\\No"; $h = <<<X
  use A\\No; "
  X . \\Z\\Heredoc::class;
?> use A\\No; <?= \\Z\\Short::x() ?>
`);
  assert.deepEqual(imports.map(({ line, specifier, kind }) => `${line} ${kind} ${specifier}`), [
    "4 use A\\B",
    "4 use C\\D",
    "5 use function A\\f",
    "6 use const A\\X",
    "6 use const A\\Y",
    "7 use G\\H",
    "7 use G\\I\\J",
    "7 use function G\\l",
    "9 use Both\\Name",
    "10 use \\Doctrine\\Mapping\\Entity",
    "11 use \\P\\Q",
    "13 use \\Doctrine\\Mapping\\Column",
    "13 use \\Both\\Name\\In",
    "14 use \\App\\Http\\Local",
    "14 use \\App\\Http\\Sub\\Class_",
    "18 use \\Z\\Heredoc",
    "19 use \\Z\\Short",
  ]);
});

Deno.test("PHP includes: literal paths, directories of the file, constants; the rest says why not", () => {
  const { imports } = extract(`<?php
require 'a.php'; require_once("b/c.php");
include __DIR__ . '/d.php';
include_once(dirname(__FILE__) . "/e.php");
require dirname(dirname(__DIR__)) . DIRECTORY_SEPARATOR . 'f.php';
$x = (require dirname(__DIR__, 2) . '/g.php') ?: [];
require ROOT . 'h.php';
require $file; require "x/$y.php"; $o->require('no.php'); A::include('no.php');
function require_x() {}
`);
  assert.deepEqual(
    imports.map(({ line, specifier, kind, dynamic }) =>
      `${line} ${kind} ${specifier}${dynamic === undefined ? "" : " ?"}`
    ),
    [
      "2 require a.php",
      "2 require b/c.php",
      "3 include __DIR__/d.php",
      "4 include __DIR__/e.php",
      "5 require __DIR__/../../f.php",
      "6 require __DIR__/../../g.php",
      "7 require {ROOT}h.php",
      "8 require $file ?",
      '8 require "x/$y.php" ?',
    ],
  );
});

Deno.test("PHP definitions: types, functions, methods and constants with their containers", () => {
  assert.deepEqual(
    symbols(`<?php
namespace A;
const ONE = 1, TWO = [1, 2];
define('THREE', 3);
abstract class Base implements \\Countable
{
    public const int LIMIT = 5; private const HIDDEN = 1;
    private static function own(): array { return [self::class]; }
    abstract protected function later(int $x = self::LIMIT): ?string;
    function & list(): iterable {
        $f = function ($a) { function inner() {} };
        return new class (1) extends Base { function no() {} const NO = 1; };
    }
}
interface I extends J { const C = 1; public function m(); }
trait T { function t() {} }
enum Suit: string { case Hearts = 'H'; const Wild = self::Hearts; public function label() {} }
if (!function_exists('f')) {
    function f() { return fn () => 1; }
}
final readonly class Last { function __construct(private \\A\\B $class) {} } ?>
<b>class No {}</b>
<?php function after() { ?> { <?php }
`),
    [
      "3-3 +constant ONE",
      "3-3 +constant TWO",
      "4-4 +constant THREE",
      "5-14 +class Base",
      "7-7 +constant Base.LIMIT",
      "7-7 -constant Base.HIDDEN",
      "8-8 -method Base.own",
      "9-9 +method Base.later",
      "10-13 +method Base.list",
      "15-15 +interface I",
      "15-15 +constant I.C",
      "15-15 +method I.m",
      "16-16 +trait T",
      "16-16 +method T.t",
      "17-17 +enum Suit",
      "17-17 +constant Suit.Wild",
      "17-17 +method Suit.label",
      "19-19 +function f",
      "21-21 +class Last",
      "21-21 +method Last.__construct",
      "23-23 +function after",
    ],
  );
});

Deno.test("PHP resolution: Composer's mappings, declarations, and the nearest of several", () => {
  const file = (namespace: string, name: string, ...uses: string[]) =>
    `<?php\nnamespace ${namespace};\n${
      uses.map((one) => `use ${one};\n`).join("")
    }class ${name} {}\n`;
  assert.deepEqual(
    edges({
      "composer.json": JSON.stringify({
        require: { "php": "^8", "monolog/monolog": "*", "symfony/http-foundation": "*" },
        autoload: {
          "psr-4": { "App\\": "src/" },
          "psr-0": { "Old_": "legacy" },
          "files": ["f.php"],
        },
      }),
      "composer.lock": JSON.stringify({
        packages: [{ name: "acme/odd", autoload: { "psr-4": { "Quite\\Different\\": "src" } } }],
      }),
      "f.php": "<?php\nnamespace App;\nfunction helper() {}\nconst LIMIT = 1;\n",
      "src/A.php": file(
        "App",
        "A",
        "App\\Model\\B",
        "app\\other\\c",
        "App\\Missing",
        "App\\Model",
        "function App\\helper",
        "const App\\LIMIT",
        "Old_Thing_Deep",
        "Lib\\Tool",
        "Quite\\Different\\X",
        "Monolog\\Logger",
        "Symfony\\Component\\HttpFoundation\\Request",
        "Un\\Known\\Thing",
        "ArrayObject",
        "function strlen",
        "Nowhere",
        "Random\\Randomizer",
      ),
      "src/Model/B.php": file("App\\Model", "B"),
      "src/c.php": file("App\\Other", "C"),
      "legacy/Old/Thing/Deep.php": "<?php class Old_Thing_Deep {}\n",
      "lib/composer.json": JSON.stringify({ autoload: { "psr-4": { "Lib\\": ["src"] } } }),
      "lib/src/Tool.php": file("Lib", "Tool", "Twice\\Same"),
      "lib/Same.php": file("Twice", "Same"),
      "other/Same.php": file("Twice", "Same"),
    }),
    [
      "src/A.php:3 App\\Model\\B -> src/Model/B.php",
      "src/A.php:4 app\\other\\c -> src/c.php",
      "src/A.php:5 App\\Missing -> unresolved no file declares it below src",
      "src/A.php:6 App\\Model -> unresolved a namespace, which has no file of its own",
      "src/A.php:7 function App\\helper -> f.php",
      "src/A.php:8 const App\\LIMIT -> f.php",
      "src/A.php:9 Old_Thing_Deep -> legacy/Old/Thing/Deep.php",
      "src/A.php:10 Lib\\Tool -> lib/src/Tool.php",
      "src/A.php:11 Quite\\Different\\X -> package pkg:composer/acme/odd",
      "src/A.php:12 Monolog\\Logger -> package pkg:composer/monolog/monolog",
      "src/A.php:13 Symfony\\Component\\HttpFoundation\\Request -> package pkg:composer/symfony/http-foundation",
      "src/A.php:14 Un\\Known\\Thing -> package Un\\Known",
      "src/A.php:15 ArrayObject -> builtin ArrayObject",
      "src/A.php:16 function strlen -> builtin strlen",
      "src/A.php:17 Nowhere -> unresolved no file declares this class",
      "src/A.php:18 Random\\Randomizer -> builtin Random\\Randomizer",
      "lib/src/Tool.php:3 Twice\\Same -> lib/Same.php",
    ],
  );
});

Deno.test("PHP resolution: includes from the file, from the project, and by constants of one value", () => {
  assert.deepEqual(
    edges({
      "load.php":
        "<?php define('ROOT', __DIR__ . '/'); define('INC', 'inc'); define('DIR', f());\n",
      "inc/boot.php":
        "<?php\ndefine('ROOT', dirname(__DIR__) . '/');\nrequire ROOT . INC . '/x.php';\n" +
        "require DIR . '/x.php';\nrequire 'x.php';\nrequire 'load.php';\nrequire './gone.php';\n" +
        "require __DIR__ . '/../../out.php';\nrequire __DIR__ . '/../vendor/autoload.php';\n" +
        "require '/etc/x.php';\n",
      "inc/x.php": "",
    }),
    [
      "inc/boot.php:3 {ROOT}{INC}/x.php -> inc/x.php",
      "inc/boot.php:4 {DIR}/x.php -> unresolved the path is computed at run time",
      "inc/boot.php:5 x.php -> inc/x.php",
      "inc/boot.php:6 load.php -> load.php",
      "inc/boot.php:7 ./gone.php -> unresolved no such file",
      "inc/boot.php:8 __DIR__/../../out.php -> unresolved the path leaves the repository",
      "inc/boot.php:9 __DIR__/../vendor/autoload.php -> unresolved Composer generates it",
      "inc/boot.php:10 /etc/x.php -> unresolved an absolute path",
    ],
  );
});

Deno.test("PHP: hostile texts cost no more than their length", () => {
  for (
    const part of [
      "class A ",
      "function f(",
      "use A\\{",
      "use A\\B, ",
      "require (",
      "require a . ",
      "<<<A\n",
      "?><?php ",
      '"{$',
      "// ?",
      "const A = ",
      "namespace A {",
      "class A { ",
      "new class(",
      "#[A(",
      "\\A\\B ",
      "dirname(",
      "require dirname(dirname(",
    ]
  ) {
    try {
      assert.ok(extract(`<?php ${part.repeat(50_000)}`).imports);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure", part);
    }
  }
});
