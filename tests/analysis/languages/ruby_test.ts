import assert from "node:assert/strict";
import { ruby } from "../../../lib/analysis/languages/ruby.ts";
import { factsOf, resolveAll } from "../../support/resolve_all.ts";

const extract = (text: string) => factsOf(ruby, "Ruby", text);

function symbols(text: string): string[] {
  return (extract(text).symbols ?? []).map(({ container, name, kind, line, endLine, exported }) =>
    `${line}-${endLine} ${exported ? "+" : "-"}${kind} ${
      container === null ? "" : `${container}.`
    }${name}`
  );
}

function edges(files: Record<string, string>): string[] {
  return resolveAll(ruby, "Ruby", files).map((edge) =>
    `${edge.from}:${edge.line} ${edge.specifier} -> ${
      edge.resolution === "file" ? "" : `${edge.resolution} `
    }${edge.to ?? edge.reason}`
  );
}

Deno.test("Ruby requires: literals and idioms of the own directory; the rest says why not", () => {
  const { imports, extra } = extract(`#!/usr/bin/env ruby
$LOAD_PATH.unshift File.expand_path("../lib", __FILE__)
$: << File.join(__dir__, "vendor")
require "a/b"; require 'c' if x
require_relative "d"
load("e.rb")
require File.expand_path("../../f", __FILE__)
require "#{__dir__}/g"
require File.dirname(__FILE__) + "/h"
require name
require "i/#{name}"
module M
  autoload :HTMLThing, "m/html"
  autoload :SubPart
end
# require "no"
=begin
require "no"
=end
x = <<~A + %q(require "no") + "require 'no'"
  require "no"
A
y = /require "no"/; z = %w[require no]; Bundler.require "no"; def require(x) end; { require: "no" }
__END__
require "no"
`);
  assert.deepEqual(
    imports.filter(({ kind }) => kind === "require").map(({ line, specifier, dynamic }) =>
      `${line} ${specifier}${dynamic === undefined ? "" : " ?"}`
    ),
    [
      "4 a/b",
      "4 c",
      "5 ./d",
      "6 e.rb",
      "7 __DIR__/__FILE__/../../f",
      "8 __DIR__/g",
      "9 __DIR__/__FILE__/../h",
      "10 name ?",
      '11 "i/#{name}" ?',
      "13 m/html",
      "14 m/sub_part",
    ],
  );
  assert.deepEqual(extra, { loadPath: ["__DIR__/__FILE__/../lib", "__DIR__/vendor"] });
});

Deno.test("Ruby definitions: what an end closes, what has none, and what is private", () => {
  assert.deepEqual(
    symbols(`module A
  LIMIT = 3
  TABLE = {
    a: 1,
  }.freeze
  ONE, *REST = list
  class B::C < Struct.new(:x)
    def initialize(a = {}) = @a = a
    def ==(other); end
    def []=(k, v)
      return nil if k unless v
      x = if v then 1 else 2 end
      while k do k = nil end
      [1].each do |i| puts "#{if i then "end" end}" end
      begin; y; rescue; end while z
      case v when /end/ then 1 end
    end
    def self.make!; def inner; end; end
    class << self
      def build?(if:, end: 1) = true
    end
    private
    def secret; a.end; end
    public def shown() end
    attr_reader :no
    def named; end
    private :shown
    private_class_method :make!
  end
end
def top
  <<-X.then do |t|
    def no; end
    X
  end
end
class Later; end
`),
    [
      "1-30 +module A",
      "2-2 +constant A.LIMIT",
      "3-5 +constant A.TABLE",
      "6-6 +constant A.ONE",
      "6-6 +constant A.REST",
      "7-29 +class A.B.C",
      "8-8 +method A.B.C.initialize",
      "9-9 +method A.B.C.==",
      "10-17 +method A.B.C.[]=",
      "18-18 -method A.B.C.make!",
      "20-20 +method A.B.C.build?",
      "23-23 -method A.B.C.secret",
      "24-24 -method A.B.C.shown",
      "26-26 -method A.B.C.named",
      "31-36 +function top",
      "37-37 +class Later",
    ],
  );
});

Deno.test("Ruby resolution: load paths, siblings, the standard library, gems", () => {
  assert.deepEqual(
    edges({
      "Gemfile": 'gem "rspec-rails"\ngem "activerecord"\ngem "json"\n',
      "app.gemspec": 'Gem::Specification.new { |s| s.add_dependency "net-ssh" }\n',
      "lib/app.rb": 'require "app/core"\nrequire "json"\nrequire "set"\nrequire "net/http"\n' +
        'require "net/ssh"\nrequire "active_record"\nrequire "rspec/rails"\nrequire "zip/file"\n' +
        'require "other/tool"\nrequire "app/gone"\nrequire "./tasks/x"\nrequire "/etc/x"\n',
      "lib/app/core.rb": 'require_relative "../app"\nrequire_relative "ext.so"\n' +
        'require_relative "../../../out"\n',
      "spec/app_spec.rb": 'require "spec_helper"\nrequire "app"\n',
      "spec/spec_helper.rb":
        '$:.unshift File.expand_path("../support", __FILE__)\nrequire "deep"\n',
      "spec/support/deep.rb": "",
      "tasks/x.rb": "",
      "gems/other/other.gemspec": "",
      "gems/other/lib/other/tool.rb": "",
    }),
    [
      "lib/app.rb:1 app/core -> lib/app/core.rb",
      "lib/app.rb:2 json -> package pkg:gem/json",
      "lib/app.rb:3 set -> builtin set",
      "lib/app.rb:4 net/http -> builtin net/http",
      "lib/app.rb:5 net/ssh -> package pkg:gem/net-ssh",
      "lib/app.rb:6 active_record -> package pkg:gem/activerecord",
      "lib/app.rb:7 rspec/rails -> package pkg:gem/rspec-rails",
      "lib/app.rb:8 zip/file -> package pkg:gem/rubyzip",
      "lib/app.rb:9 other/tool -> gems/other/lib/other/tool.rb",
      "lib/app.rb:10 app/gone -> unresolved no such file below lib",
      "lib/app.rb:11 ./tasks/x -> tasks/x.rb",
      "lib/app.rb:12 /etc/x -> unresolved an absolute path",
      "lib/app/core.rb:1 ../app -> lib/app.rb",
      "lib/app/core.rb:2 ./ext.so -> unresolved a compiled extension",
      "lib/app/core.rb:3 ../../../out -> unresolved the path leaves the repository",
      "spec/app_spec.rb:1 spec_helper -> spec/spec_helper.rb",
      "spec/app_spec.rb:2 app -> lib/app.rb",
      "spec/spec_helper.rb:2 deep -> spec/support/deep.rb",
    ],
  );
});

Deno.test("Ruby resolution: Rails' constants where Zeitwerk's rule leaves one file", () => {
  assert.deepEqual(
    edges({
      "config/application.rb": "",
      "config/initializers/inflections.rb":
        'ActiveSupport::Inflector.inflections { |inflect|\n  inflect.acronym "API"\n}\n',
      "app/models/user.rb": "class User < ApplicationRecord\n  include Named\n  User::LIMIT\nend\n",
      "app/models/application_record.rb": "",
      "app/models/concerns/named.rb": "",
      "app/services/billing/api_client.rb": "module Billing\n  class APIClient\n" +
        "    Invoice; ::User; Twice; String; Missing::User\n  end\nend\n",
      "app/services/billing/invoice.rb": "Billing::APIClient::TIMEOUT\n",
      "app/models/billing/twice.rb": "",
      "app/models/twice.rb": "",
      "app/models/dup.rb": "",
      "app/jobs/dup.rb": "",
      "lib/x.rb": "Dup; User\n",
    }),
    [
      "app/models/user.rb:1 ApplicationRecord -> app/models/application_record.rb",
      "app/models/user.rb:2 Named -> app/models/concerns/named.rb",
      "app/services/billing/api_client.rb:3 Invoice -> app/services/billing/invoice.rb",
      "app/services/billing/api_client.rb:3 ::User -> app/models/user.rb",
      "app/services/billing/invoice.rb:1 Billing::APIClient::TIMEOUT -> app/services/billing/api_client.rb",
      "lib/x.rb:1 User -> app/models/user.rb",
    ],
  );
});

Deno.test("Ruby: hostile texts cost no more than their length", () => {
  for (
    const part of [
      "class A\n",
      "def a\n",
      "%w[",
      "a %w[",
      "a /x",
      "<<A\n",
      '"#{',
      "A::B ",
      "A = ",
      "A, ",
      "end\n",
      "private :a, ",
      "require File.join(",
      "$:<<",
      '?"',
      "if ",
    ]
  ) {
    try {
      assert.ok(extract(part.repeat(20_000)).imports);
    } catch (error) {
      assert.equal((error as Error).name, "ParseFailure", part);
    }
  }
});
