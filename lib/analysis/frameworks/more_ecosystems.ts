/** Frameworks of Rust, the JVM, .NET, PHP and Ruby; a Maven group alone stands for all its artifacts. */
import type { FrameworkRule } from "./contract.ts";

const named = (pattern: string) => new RegExp(String.raw`(?:^|/)(?:${pattern})$`);

const RUST: readonly FrameworkRule[] = [
  { name: "Actix Web", packages: ["cargo:actix-web"] },
  { name: "Axum", packages: ["cargo:axum"] },
  { name: "Bevy", packages: ["cargo:bevy"] },
  { name: "Cargo", files: named("Cargo\\.toml") },
  { name: "clap", packages: ["cargo:clap"] },
  { name: "Diesel", packages: ["cargo:diesel"] },
  { name: "Leptos", packages: ["cargo:leptos"] },
  { name: "Rocket", packages: ["cargo:rocket"] },
  { name: "SeaORM", packages: ["cargo:sea-orm"] },
  { name: "Serde", packages: ["cargo:serde"] },
  { name: "SQLx", packages: ["cargo:sqlx"] },
  { name: "Tokio", packages: ["cargo:tokio"] },
  { name: "tonic", packages: ["cargo:tonic"] },
  { name: "Yew", packages: ["cargo:yew"] },
];

const JVM: readonly FrameworkRule[] = [
  {
    name: "Android",
    packages: ["maven:com.android.tools.build:gradle", "maven:com.android.application"],
    files: named("AndroidManifest\\.xml"),
  },
  { name: "Dropwizard", packages: ["maven:io.dropwizard"] },
  {
    name: "Gradle",
    files: named("(?:build|settings)\\.gradle(?:\\.kts)?"),
  },
  {
    name: "Hibernate",
    packages: ["maven:org.hibernate", "maven:org.hibernate.orm"],
  },
  { name: "Jakarta EE", packages: ["maven:jakarta.platform"] },
  { name: "Jetpack Compose", packages: ["maven:androidx.compose.ui"] },
  {
    name: "JUnit",
    packages: ["maven:junit:junit", "maven:org.junit.jupiter", "maven:org.junit"],
    testing: true,
  },
  { name: "Ktor", packages: ["maven:io.ktor"] },
  { name: "Lombok", packages: ["maven:org.projectlombok:lombok"] },
  { name: "Maven", files: named("pom\\.xml") },
  { name: "Micronaut", packages: ["maven:io.micronaut"] },
  { name: "Mockito", packages: ["maven:org.mockito"], testing: true },
  { name: "Quarkus", packages: ["maven:io.quarkus"] },
  { name: "Spring", packages: ["maven:org.springframework"] },
  { name: "Spring Boot", packages: ["maven:org.springframework.boot"] },
  { name: "Vert.x", packages: ["maven:io.vertx"] },
];

const DOTNET: readonly FrameworkRule[] = [
  { name: "Avalonia", packages: ["nuget:Avalonia"] },
  { name: "Dapper", packages: ["nuget:Dapper"] },
  {
    name: "Entity Framework Core",
    packages: [
      "nuget:Microsoft.EntityFrameworkCore",
      "nuget:Microsoft.EntityFrameworkCore.SqlServer",
      "nuget:Microsoft.EntityFrameworkCore.Design",
    ],
  },
  { name: "MediatR", packages: ["nuget:MediatR"] },
  { name: "NUnit", packages: ["nuget:NUnit"], testing: true },
  { name: "Serilog", packages: ["nuget:Serilog", "nuget:Serilog.AspNetCore"] },
  { name: "Swashbuckle", packages: ["nuget:Swashbuckle.AspNetCore"] },
  { name: "xUnit", packages: ["nuget:xunit", "nuget:xunit.v3"], testing: true },
];

const PHP: readonly FrameworkRule[] = [
  { name: "CakePHP", packages: ["composer:cakephp/cakephp"] },
  { name: "Doctrine", packages: ["composer:doctrine/orm", "composer:doctrine/doctrine-bundle"] },
  { name: "Drupal", packages: ["composer:drupal/core", "composer:drupal/core-recommended"] },
  { name: "Laravel", packages: ["composer:laravel/framework", "composer:illuminate/support"] },
  { name: "Pest", packages: ["composer:pestphp/pest"], testing: true },
  { name: "PHPStan", packages: ["composer:phpstan/phpstan"] },
  { name: "PHPUnit", packages: ["composer:phpunit/phpunit"], testing: true },
  { name: "Slim", packages: ["composer:slim/slim"] },
  {
    name: "Symfony",
    packages: ["composer:symfony/framework-bundle", "composer:symfony/http-kernel"],
  },
  { name: "Twig", packages: ["composer:twig/twig"] },
];

const RUBY: readonly FrameworkRule[] = [
  { name: "Grape", packages: ["gem:grape"] },
  { name: "Hanami", packages: ["gem:hanami"] },
  { name: "Jekyll", packages: ["gem:jekyll"] },
  { name: "Minitest", packages: ["gem:minitest"], testing: true },
  { name: "Puma", packages: ["gem:puma"] },
  { name: "RSpec", packages: ["gem:rspec", "gem:rspec-rails"], testing: true },
  { name: "RuboCop", packages: ["gem:rubocop"] },
  { name: "Ruby on Rails", packages: ["gem:rails", "gem:railties"] },
  { name: "Sidekiq", packages: ["gem:sidekiq"] },
  { name: "Sinatra", packages: ["gem:sinatra"] },
];

export const MORE_ECOSYSTEMS: readonly FrameworkRule[] = [
  ...RUST,
  ...JVM,
  ...DOTNET,
  ...PHP,
  ...RUBY,
];
