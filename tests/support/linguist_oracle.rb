# What GitHub linguist says of files, for tests/analysis/linguist_oracle_test.ts.
# ARGV: a base directory; stdin: paths below it, one a line. One JSON array a line:
# [path, language or null, decided, vendored, generated, documentation]; `decided` is false where
# only linguist's classifier, which guesses from the words of a training set, had an answer.
require "json"
require "linguist"

base = ARGV.fetch(0)
RULES = Linguist.singleton_class::STRATEGIES - [Linguist::Classifier]

def by_rules(blob)
  return [] if blob.likely_binary? || blob.binary? || blob.empty?
  found = []
  RULES.each do |strategy|
    candidates = strategy.call(blob, found)
    return candidates if candidates.size == 1
    found = candidates if candidates.size > 1
  end
  found
end

STDIN.each_line(chomp: true) do |path|
  blob = Linguist::FileBlob.new(File.join(base, path), base)
  next if blob.binary?
  language = Linguist.detect(blob)&.name
  puts [path, language, by_rules(blob).size <= 1, !!blob.vendored?, !!blob.generated?, !!blob.documentation?].to_json
end
