# Ruby's own answer: Ripper's syntax trees say what each file requires and defines.
#
# usage: ruby ruby_oracle.rb < paths, one a line -> lines of JSON {"path", "requires", "symbols"}:
# requires are [line, method, literal], symbols [line, kind, container, name].
# Files that do not parse are left out; nothing is executed.
require "json"
require "ripper"

class Reader
  attr_reader :requires, :symbols

  def initialize
    @requires = []
    @symbols = []
  end

  def visit(node, path, method)
    return unless node.is_a?(Array)
    case node[0]
    when :class, :module
      names, line = constant(node[1])
      if names
        container = (path + names[0...-1]).join(".")
        @symbols << [line, node[0].to_s, container, names.last] unless method
        node[2..].each { |child| visit(child, path + names, method) }
        return
      end
    when :def
      name = node[1]
      @symbols << [name[2][0], path.empty? ? "function" : "method", path.join("."), name[1]] unless method
      node[2..].each { |child| visit(child, path, true) }
      return
    when :defs
      name = node[3]
      target = node[1][1]
      container = path.join(".")
      container = target[1] if path.empty? && target[0] == :@const
      @symbols << [name[2][0], container.empty? ? "function" : "method", container, name[1]] unless method
      node[4..].each { |child| visit(child, path, true) }
      return
    when :assign, :opassign
      target = node[1]
      if target[0] == :var_field && target[1] && target[1][0] == :@const && !method
        @symbols << [target[1][2][0], "constant", path.join("."), target[1][1]]
      end
    when :massign
      return if method || !node[1].is_a?(Array)
      constants(node[1]).each { |name| @symbols << [name[2][0], "constant", path.join("."), name[1]] }
    when :command
      required(node[1], node[2])
    when :method_add_arg
      required(node[1][1], node[2][1]) if node[1][0] == :fcall && node[2][0] == :arg_paren
    end
    node.each { |child| visit(child, path, method) }
  end

  def constant(node)
    case node[0]
    when :const_ref, :top_const_ref then [[node[1][1]], node[1][2][0]]
    when :const_path_ref
      outer, = constant(node[1])
      outer && [outer + [node[2][1]], node[2][2][0]]
    when :var_ref then node[1][0] == :@const ? [[node[1][1]], node[1][2][0]] : nil
    end
  end

  # The plain constants of a multiple assignment, splats too.
  def constants(node)
    return [] unless node.is_a?(Array)
    return node[1] && node[1][0] == :@const ? [node[1]] : [] if node[0] == :var_field
    node.flat_map { |child| constants(child) }
  end

  def required(name, arguments)
    return unless name.is_a?(Array) && %w[require require_relative load].include?(name[1])
    first = arguments.is_a?(Array) && arguments[0] == :args_add_block ? arguments[1][0] : nil
    return unless first.is_a?(Array) && first[0] == :string_literal
    parts = first[1][1..]
    return unless parts.length == 1 && parts[0][0] == :@tstring_content
    @requires << [parts[0][2][0], name[1], parts[0][1]]
  end
end

$stdin.each_line(chomp: true) do |path|
  tree = Ripper.sexp(File.read(path, encoding: "UTF-8"))
  next unless tree
  reader = Reader.new
  reader.visit(tree, [], false)
  puts JSON.generate({ path: path, requires: reader.requires, symbols: reader.symbols })
rescue ArgumentError, JSON::GeneratorError
  next # not UTF-8
end
