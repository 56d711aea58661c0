<?php
// PHP's own answer: its tokenizer says what each file uses, includes and declares.
//
// usage: php php_oracle.php < paths, one a line -> lines of JSON {"path", "uses", "symbols"}:
// uses are [line, name, function|const|""], symbols [line, end line, kind, container, name, private].
// Files that PHP does not parse are left out; nothing is executed.
while (($path = fgets(STDIN)) !== false) {
    $path = rtrim($path, "\n");
    try {
        $all = PhpToken::tokenize(file_get_contents($path), TOKEN_PARSE);
    } catch (ParseError) {
        continue;
    }
    $tokens = array_values(array_filter($all, fn ($t) => !$t->isIgnorable()));
    echo json_encode(["path" => $path] + read($tokens), JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}

function read(array $tokens): array
{
    $uses = $symbols = $open = [];
    $pending = null;
    $count = count($tokens);
    $parens = 0;
    $last = static fn ($list) => $list[count($list) - 1] ?? null;
    for ($i = 0; $i < $count; $i++) {
        $t = $tokens[$i];
        if ($t->text === "(" || $t->text === "[" || $t->is(T_ATTRIBUTE)) $parens++;
        if ($t->text === ")" || $t->text === "]") $parens--;
        if ($t->id === ord("{") || $t->is([T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES])) {
            $header = $t->id === ord("{") && $pending !== null && $pending["parens"] === $parens;
            $open[] = $header ? $pending : ["block" => true];
            if ($header) $pending = null;
            continue;
        }
        if ($t->id === ord("}")) {
            $closed = array_pop($open);
            if (isset($closed["symbol"])) $symbols[$closed["symbol"]][1] = $t->line;
            continue;
        }
        if ($t->text === ";" && $pending !== null && $pending["parens"] === $parens) {
            if (isset($pending["symbol"])) $symbols[$pending["symbol"]][1] = $t->line;
            $pending = null;
            continue;
        }
        $before = $tokens[$i - 1] ?? null;
        $within = array_values(array_filter($open, fn ($o) => !isset($o["block"])));
        $hidden = (bool) array_filter($within, fn ($o) => $o["hidden"]);
        $class = $last($within);
        $container = $class["name"] ?? null;
        if ($t->is(T_FUNCTION) && !($before && $before->is(T_USE))) {
            $j = $i + 1;
            if ($tokens[$j]->text === "&") $j++;
            $named = $tokens[$j]->text !== "(";
            $entry = ["hidden" => true, "parens" => $parens, "name" => null];
            if ($named && !$hidden) {
                $private = false;
                for ($k = $i - 1; $k >= 0 && $tokens[$k]->is([T_PUBLIC, T_PROTECTED, T_PRIVATE, T_STATIC, T_ABSTRACT, T_FINAL, T_READONLY]); $k--) {
                    $private = $private || $tokens[$k]->is(T_PRIVATE);
                }
                $entry["symbol"] = count($symbols);
                $symbols[] = [$tokens[$j]->line, $tokens[$j]->line, $class ? "method" : "function", $container, $tokens[$j]->text, $private];
            }
            $pending = $entry;
            $i = $j - ($named ? 0 : 1);
        } elseif ($t->is([T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM]) && !($before && $before->is(T_DOUBLE_COLON))) {
            $kind = [T_CLASS => "class", T_INTERFACE => "interface", T_TRAIT => "trait", T_ENUM => "enum"][$t->id];
            $next = $tokens[$i + 1];
            $named = $next->is(T_STRING) && !$next->is([T_EXTENDS, T_IMPLEMENTS]);
            if ($t->is(T_CLASS) && !$named) {
                $pending = ["hidden" => true, "parens" => $parens, "name" => null];
            } elseif ($named) {
                $pending = ["hidden" => $hidden, "parens" => $parens, "name" => $next->text];
                if (!$hidden) {
                    $pending["symbol"] = count($symbols);
                    $symbols[] = [$next->line, $next->line, $kind, $container, $next->text, false];
                }
                $i++;
            }
        } elseif ($t->is(T_USE) && !$within && $tokens[$i + 1]->text !== "(") {
            $i = uses($tokens, $i + 1, $uses);
        }
    }
    return ["uses" => $uses, "symbols" => $symbols];
}

function uses(array $tokens, int $i, array &$uses): int
{
    $all = "";
    $prefix = "";
    $what = null;
    for (; $tokens[$i]->text !== ";" && !$tokens[$i]->is(T_CLOSE_TAG); $i++) {
        $t = $tokens[$i];
        if ($t->is([T_FUNCTION, T_CONST])) {
            $what = strtolower($t->text);
            if ($prefix === "") $all = $what;
        } elseif ($t->text === "{") {
            $prefix = array_pop($uses)[1];
        } elseif ($t->is(T_AS)) {
            $i++;
        } elseif ($t->is([T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED])) {
            $uses[] = [$t->line, ltrim($prefix . ($prefix === "" ? "" : "\\") . $t->text, "\\"), $what ?? $all];
            $what = null;
        } elseif ($t->text === "}") {
            $prefix = "";
        }
    }
    return $i;
}
