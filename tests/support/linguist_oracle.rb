# What GitHub linguist says of files, for tests/analysis/linguist_oracle_test.ts.
# stdin: JSON arrays [base directory, path below it], one a line. One JSON array a line:
# [base, path, language or null, decided, vendored, generated, documentation]; `decided` is false, and
# the language null, where only linguist's classifier, which guesses from the words of a training set,
# has an answer.
require "json"
require "linguist"

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

STDIN.each_line do |line|
  base, path = JSON.parse(line)
  blob = Linguist::FileBlob.new(File.join(base, path), base)
  next if blob.binary?
  languages = by_rules(blob)
  language = languages.size == 1 ? languages.first.name : nil
  puts [base, path, language, languages.size <= 1, !!blob.vendored?, !!blob.generated?, !!blob.documentation?].to_json
end
