/**
 * Routes of one file: the answers are what the frameworks' own documentation says of the code. Long
 * because it is a table of them.
 */
import assert from "node:assert/strict";
import { findRoutes } from "../../lib/analysis/routes/extract.ts";
import { analyseFiles } from "../support/analysis.ts";
import { FRAMEWORKS } from "../../lib/analysis/frameworks/rules.ts";
import { FILE_ROUTES } from "../../lib/analysis/routes/file_routes.ts";
import { LEXIS } from "../../lib/analysis/routes/lexis.ts";
import { ROUTE_RULES, UNPROVEN_RULES } from "../../lib/analysis/routes/rules.ts";

/** `METHOD path line framework`, for each route. */
function routes(language: string, text: string): string[] {
  return findRoutes(text, language)
    .map(({ method, path, line, framework }) => `${method} ${path} ${line} ${framework}`);
}

function check(name: string, language: string, text: string, expected: string[]): void {
  Deno.test(`routes: ${name}`, () => assert.deepEqual(routes(language, text), expected));
}

check(
  "Express, with chains, lists and settings",
  "JavaScript",
  `const express = require('express');
const app = express(), users = express.Router();
// app.get('/commented', f)
const text = "app.get('/in-a-string', f)";
app.get('/', (req, res) => res.send('/no'));
app.post("/users/:id", auth, handler);
app.all('*', fallback);
app.get('title');
app.get('/setting');
users.route('/book').get(list).post(
  create,
);
app.get(['/a', '/b'], f);
app.get(\`/v\${version}/x\`, f);
app.get(\`/plain\`, f);
app.get(PREFIX + '/dynamic', f);
app.use('/api', users);
axios.get('/remote', {});
request(app).get('/supertest', f);
client.get('/other', f);
`,
  [
    "GET / 5 Express",
    "POST /users/:id 6 Express",
    "ANY * 7 Express",
    "GET /book 10 Express",
    "POST /book 10 Express",
    "GET /a 13 Express",
    "GET /b 13 Express",
    "GET /plain 15 Express",
  ],
);

check(
  "a variable of a router's name that is a client declares nothing",
  "TypeScript",
  `import express, { Router } from "express";
const api = axios.create({});
api.get("/remote", { params });
const things: Router = Router();
things.delete("/:id", remove);
export const mount = (r: Router) => { r.put("/typed", put); };
`,
  ["DELETE /:id 5 Express", "PUT /typed 6 Express"],
);

check(
  "Fastify, with generics and route objects",
  "TypeScript",
  `import Fastify, { FastifyInstance } from "fastify";
const server = Fastify({ logger: true });
server.get<{ Params: P }>("/ping/:id", async () => "pong");
server.route({
  method: ["GET", "HEAD"],
  schema: { url: "/not-this" },
  url: "/both",
  handler,
});
export default async function (it: FastifyInstance) { it.post("/plugin", opts, handler); }
`,
  [
    "GET /ping/:id 3 Fastify",
    "GET /both 7 Fastify",
    "HEAD /both 7 Fastify",
    "POST /plugin 10 Fastify",
  ],
);

check(
  "Hono, chained and from JSR",
  "TSX",
  `import { Hono } from "jsr:@hono/hono@4";
export default new Hono()
  .get("/a", (c) => c.html(<p title="/x">don't</p>))
  .post("/b", handler);
const books = new Hono<Env>();
books.on(["PUT", "DELETE"], "/c", handler);
books.route("/mount", other);
`,
  ["GET /a 3 Hono", "POST /b 4 Hono", "PUT /c 6 Hono", "DELETE /c 6 Hono"],
);

check(
  "Koa's router",
  "JavaScript",
  `import Router from "@koa/router";
const router = new Router({ prefix: "/given" });
router.get("/x", f).del("/y", g);
`,
  ["GET /x 3 Koa", "DELETE /y 3 Koa"],
);

check(
  "hapi",
  "JavaScript",
  `const Hapi = require("@hapi/hapi");
server.route([{ method: "GET", path: "/a", handler }, { method: "*", path: "/{any*}", handler }]);
`,
  ["GET /a 2 hapi", "ANY /{any*} 2 hapi"],
);

check(
  "NestJS, with the controller's prefix",
  "TypeScript",
  `import { Controller, Get, Post } from "@nestjs/common";
@Controller("cats")
export class CatsController {
  @Get() all() {}
  @Get(":id") one(@Param("id") id: string) {}
  @Post(["new", "add"]) @HttpCode(204) make() {}
}
@Controller({ path: "dogs", version: "1" })
class Dogs { @Get("/bark/") bark() {} }
@Controller(PREFIX)
class Birds { @Get("sing") sing() {} @Get() all() {} }
`,
  [
    "GET /cats 4 NestJS",
    "GET /cats/:id 5 NestJS",
    "POST /cats/new 6 NestJS",
    "POST /cats/add 6 NestJS",
    "GET /dogs/bark 9 NestJS",
    "GET sing 11 NestJS",
  ],
);

check(
  "a router given as a parameter needs the manifest's word",
  "JavaScript",
  `module.exports = (app) => { app.get("/x", f); };\n`,
  ["GET /x 1 null"],
);

check(
  "exported handlers wait for the place of their file",
  "TypeScript",
  `export async function GET(request: Request) {}
export const POST = handler;
const PUT = 1;
export { PUT, GET as helper };
export function loader() {}
export default function action() {}
`,
  [
    "GET null 1 null",
    "POST null 2 null",
    "PUT null 4 null",
    "loader null 5 null",
    "default null 6 null",
  ],
);

check(
  "exported handlers in lists of several lines, by the names that others see",
  "JavaScript",
  `export {
  default,
  headers,
  run as action,
} from "./other";
export const {
  GET,
  handle: POST,
} = handlers;
`,
  ["default null 2 null", "action null 4 null", "GET null 7 null", "POST null 8 null"],
);

check(
  "Flask",
  "Python",
  `from flask import Flask, Blueprint
app = Flask(__name__)
# @app.route("/commented")
@app.route("/")
def index(): "@app.route('/doc')"
@app.route("/login", methods=["GET", "POST"])
def login(): ...
@bp.post('/items/<int:id>')
def item(): ...
@app.route(PREFIX + "/x")
def dynamic(): ...
@app.route(f"/{v}/x")
def formatted(): ...
app.add_url_rule("/rule", view_func=index)
`,
  [
    "GET / 4 Flask",
    "GET /login 6 Flask",
    "POST /login 6 Flask",
    "POST /items/<int:id> 8 Flask",
    "GET /rule 14 Flask",
  ],
);

check(
  "FastAPI",
  "Python",
  `from fastapi import APIRouter
router = APIRouter(prefix="/items")
@router.get("/{id}", response_model=Item)
async def read(id: int): ...
@router.post("")
async def make(): ...
@router.api_route("/both", methods=["GET", "PUT"])
def both(): ...
@router.get(
    path="/kw",
)
def kw(): ...
`,
  [
    "GET /{id} 3 FastAPI",
    "POST  5 FastAPI",
    "GET /both 7 FastAPI",
    "PUT /both 7 FastAPI",
    "GET /kw 10 FastAPI",
  ],
);

check(
  "Django, without includes",
  "Python",
  `from django.urls import include, path, re_path
urlpatterns = [
    path("", views.index, name="index"),
    path("users/<int:id>/", views.user),
    path("api/", include("api.urls")),
    path("admin/", admin.site.urls),
    re_path(r"^old/(\\d+)$", views.old),
    path(_("translated/"), views.t),
]
`,
  ["ANY  3 Django", "ANY users/<int:id>/ 4 Django", "ANY ^old/(\\d+)$ 7 Django"],
);

check(
  "Starlette and aiohttp",
  "Python",
  `from starlette.routing import Route, Mount
routes = [Route("/", home), Route("/x", x, methods=["POST"]), Mount("/static", app)]
`,
  ["GET / 2 Starlette", "POST /x 2 Starlette"],
);
check(
  "aiohttp",
  "Python",
  `from aiohttp import web
app.add_routes([web.get("/a", a), web.post("/b", b)])
app.router.add_route("GET", "/c", c)
app.router.add_put("/d", d)
`,
  ["GET /a 2 aiohttp", "POST /b 2 aiohttp", "GET /c 3 aiohttp", "PUT /d 4 aiohttp"],
);

check(
  "Spring, with the class's prefix",
  "Java",
  `import org.springframework.web.bind.annotation.*;
/** @GetMapping("/doc") */
@RestController
@RequestMapping("/api/owners")
public class Owners {
  @GetMapping("/{id}") public Owner one(@PathVariable("id") int id) { return "}".find(id); }
  @PostMapping
  public Owner make() { }
  @RequestMapping(value = "/search", method = {RequestMethod.GET, RequestMethod.POST})
  List<Owner> search() { }
  @DeleteMapping(path = {"/a", "b"}) void drop() {}
  @GetMapping(CONSTANT) void dynamic() {}
}
@Controller
class Plain { @GetMapping("/plain") String p() { } @RequestMapping("/any") String q() { } }
`,
  [
    "GET /api/owners/{id} 6 Spring",
    "POST /api/owners 7 Spring",
    "GET /api/owners/search 9 Spring",
    "POST /api/owners/search 9 Spring",
    "DELETE /api/owners/a 11 Spring",
    "DELETE /api/owners/b 11 Spring",
    "GET /plain 15 Spring",
    "ANY /any 15 Spring",
  ],
);

check(
  "Spring in Kotlin; a class whose prefix is a constant",
  "Kotlin",
  `import org.springframework.web.bind.annotation.GetMapping
@RestController
@RequestMapping(Paths.API)
class Users(private val s: Service) {
    @GetMapping("/all") fun all() = s.all()
    @GetMapping("/x/$id") fun x() = 1
}
`,
  ["GET /all 5 Spring"],
);

check(
  "clients declare no routes of this program",
  "Java",
  `import org.springframework.web.bind.annotation.*;
@FeignClient("stores")
interface Stores { @GetMapping("/stores") List<Store> all(); }
`,
  [],
);

check(
  "JAX-RS, path before and behind the verb",
  "Java",
  `import jakarta.ws.rs.*;
@Path("/hello")
public class Hello {
  @GET @Produces("text/plain") public String hi() { return ""; }
  @POST
  @Path("{name}")
  public String make() { return ""; }
  @Path("/old") @DELETE public void old() {}
}
`,
  ["GET /hello 4 JAX-RS", "POST /hello/{name} 5 JAX-RS", "DELETE /hello/old 8 JAX-RS"],
);

check(
  "Micronaut",
  "Java",
  `import io.micronaut.http.annotation.*;
@Controller("/m")
class M { @Get("/{id}") String a() { } @Post String b() { } }
`,
  ["GET /m/{id} 3 Micronaut", "POST /m 3 Micronaut"],
);

check(
  "Ktor",
  "Kotlin",
  `import io.ktor.server.routing.*
fun Application.module() = routing {
    get("/") { call.respondText("x") }
    route("/api") { post("/users") { } }
    client.get("/remote") { }
}
`,
  ["GET / 3 Ktor", "POST /users 4 Ktor"],
);

check(
  "Rails: resources, namespaces, members",
  "Ruby",
  `Rails.application.routes.draw do
  root "home#index"
  # get "/commented"
  get "about", to: "pages#about"
  resources :photos, only: [:index, :show] do
    member do
      post :publish
    end
    get "search", on: :collection
    resources :comments, only: %i[create]
  end
  namespace :admin do
    resource :profile, except: [:destroy, :edit, :new]
    if Rails.env.development?
      match "/debug" => "debug#show", via: [:get, :post]
    end
  end
  scope "/:locale" do
    get "/x", to: "x#y"
  end
  something_odd :a do
    get "/as_written", to: "a#b"
  end
  get "/last", to: "z#z"
end
`,
  [
    "GET / 2 Ruby on Rails",
    "GET /about 4 Ruby on Rails",
    "GET /photos 5 Ruby on Rails",
    "GET /photos/:id 5 Ruby on Rails",
    "POST /photos/:id/publish 7 Ruby on Rails",
    "GET /photos/search 9 Ruby on Rails",
    "POST /photos/:photo_id/comments 10 Ruby on Rails",
    "POST /admin/profile 13 Ruby on Rails",
    "GET /admin/profile 13 Ruby on Rails",
    "PATCH /admin/profile 13 Ruby on Rails",
    "GET /admin/debug 15 Ruby on Rails",
    "POST /admin/debug 15 Ruby on Rails",
    "GET /:locale/x 19 Ruby on Rails",
    "GET /as_written 22 Ruby on Rails",
    "GET /last 24 Ruby on Rails",
  ],
);

check(
  "Sinatra",
  "Ruby",
  `require 'sinatra'
get '/hello/:name' do |name|
  params.get '/no'
end
post "/#{x}" do
end
put '/y' do
end
`,
  ["GET /hello/:name 2 Sinatra", "PUT /y 7 Sinatra"],
);

check(
  "Laravel",
  "PHP",
  `<?php
use Illuminate\\Support\\Facades\\Route;
Route::get('/', fn () => view('welcome'));
Route::post('/users/{id}', [UserController::class, 'update']);
Route::match(['get', 'post'], '/both', 'C@m');
Route::middleware(['auth'])->prefix('admin')->group(function () {
    Route::delete('/x', 'C@x');
});
Route::middleware('auth')->get('/user', fn (Request $r) => $r->user());
Route::get("/$dynamic", 'C@m');
Route::resource('photos', PhotoController::class);
# Route::get('/commented', 'x');
`,
  [
    "GET / 3 Laravel",
    "POST /users/{id} 4 Laravel",
    "GET /both 5 Laravel",
    "POST /both 5 Laravel",
    "DELETE /x 7 Laravel",
    "GET /user 9 Laravel",
    "GET photos 11 Laravel",
    "GET photos/create 11 Laravel",
    "POST photos 11 Laravel",
  ],
);

check(
  "Symfony",
  "PHP",
  `<?php
use Symfony\\Component\\Routing\\Attribute\\Route;
#[Route('/blog', name: 'blog_')]
final class Blog extends AbstractController {
    #[Route('/{page}', name: 'list', methods: ['GET', 'HEAD'])]
    public function list(): Response {}
    #[Route(path: '/new')]
    public function make(): Response {}
}
`,
  [
    "GET /blog/{page} 5 Symfony",
    "HEAD /blog/{page} 5 Symfony",
    "ANY /blog/new 7 Symfony",
  ],
);

check(
  "Slim",
  "PHP",
  `<?php
use Slim\\Factory\\AppFactory;
$app->get('/hello/{name}', function () {});
$client->get('/remote', []);
`,
  ["GET /hello/{name} 3 Slim"],
);

check(
  "ASP.NET Core: controllers and minimal APIs",
  "C#",
  `using Microsoft.AspNetCore.Mvc;
[ApiController]
[Route("api/[controller]")]
public class UsersController : ControllerBase {
    [HttpGet("{id:int}")] public IActionResult One(int id) => Ok();
    [HttpPost]
    [Authorize(Roles = "x")]
    public IActionResult Make() => Ok();
    [HttpGet("/absolute")] public IActionResult Abs() => Ok();
    [HttpDelete, Route("[action]")] public IActionResult Clear() => Ok();
    [HttpGet(Template)] public IActionResult Dynamic() => Ok();
}
var app = WebApplication.Create(args);
app.MapGet("/", () => "a");
app.MapPut($"/{x}", () => "a");
`,
  [
    "GET /api/Users/{id:int} 5 ASP.NET Core",
    "POST /api/Users 6 ASP.NET Core",
    "GET /absolute 9 ASP.NET Core",
    "DELETE /api/Users/Clear 10 ASP.NET Core",
    "GET / 14 ASP.NET Core",
  ],
);

check(
  "net/http",
  "Go",
  `package main
import "net/http"
func main() {
	http.HandleFunc("/", index)
	mux.HandleFunc("POST /items/{id}", item)
	mux.Handle("GET example.com/x", http.FileServer(dir))
	http.Get("/no", nil)
	// http.HandleFunc("/commented", index)
	mux.HandleFunc(prefix+"/x", index)
}
`,
  ["ANY / 4 net/http", "POST /items/{id} 5 net/http", "GET example.com/x 6 net/http"],
);

check(
  "Gin, Chi, Gorilla",
  "Go",
  `package main
import (
	"github.com/gin-gonic/gin"
)
func f(r *gin.Engine) { r.GET("/a/:id", one); v1.POST("/b", two, three); r.Any("/c", x); r.Group("/d") }
`,
  ["GET /a/:id 5 Gin", "POST /b 5 Gin", "ANY /c 5 Gin"],
);
check(
  "Chi",
  "Go",
  `package main
import chi "github.com/go-chi/chi/v5"
func f(r chi.Router) { r.Get("/a/{id}", one); r.Route("/p", func(r chi.Router) { r.Post("/", two) }) }
`,
  ["GET /a/{id} 3 Chi", "POST / 3 Chi"],
);
check(
  "Gorilla",
  "Go",
  `package main
import "github.com/gorilla/mux"
func f(r *mux.Router) {
	r.HandleFunc("/a", one).Methods("GET", http.MethodPost)
	r.HandleFunc("/b", two)
}
`,
  ["GET /a 4 Gorilla Mux", "POST /a 4 Gorilla Mux", "ANY /b 5 Gorilla Mux"],
);
check(
  "Echo and Fiber",
  "Go",
  `package main
import ("github.com/labstack/echo/v4"; "net/http")
func f(e *echo.Echo) {
	e.PUT("/a", one) }
`,
  [],
);
check(
  "Fiber",
  "Go",
  `package main
import "github.com/gofiber/fiber/v2"
func f(app *fiber.App) { app.Get("/a", one); app.All("/b", two) }
`,
  ["GET /a 3 Fiber", "ANY /b 3 Fiber"],
);

check(
  "axum",
  "Rust",
  `use axum::{routing::{get, post}, Router};
fn app<'a>() -> Router {
    Router::new().route("/", get(root)).route("/users/{id}", get(one).delete(drop))
        .route("/raw", axum::routing::post(|| async { get(x) }))
        .nest("/api", api).route(&path, get(x))
}
`,
  ["GET / 3 Axum", "GET /users/{id} 3 Axum", "DELETE /users/{id} 3 Axum", "POST /raw 4 Axum"],
);

check(
  "actix and Rocket",
  "Rust",
  `use actix_web::{get, web, App};
#[get("/hello/{name}")]
async fn greet() {}
#[derive(Debug)]
fn f() { App::new().route("/r", web::put().to(h)).service(web::resource("/s").route(web::get().to(h))); }
`,
  ["GET /hello/{name} 2 Actix Web", "PUT /r 5 Actix Web", "GET /s 5 Actix Web"],
);
check(
  "Rocket",
  "Rust",
  `#[macro_use] extern crate rocket;
#[post("/x", data = "<form>")]
fn x() {}
`,
  ["POST /x 2 Rocket"],
);

check(
  "Vapor, with groups, controllers and middlewares",
  "Swift",
  `import Vapor
func routes(_ app: Application) throws {
  // app.get("commented") { req in "" }
  app.get { req in "It works" }
  app.get("hello", ":name") { req async -> String in "Hello" }
  app.on(.POST, "upload", body: .collect(maxSize: "1mb")) { req in "" }
  app.put("a/b", .parameter("id"), .anything, use: put)
  app.delete(path, "x") { req in "" }
  app.get("v\\(version)") { req in "" }
  let api = app.grouped("api").grouped(Guard())
  api.patch("items", "**", use: patch)
  api.group("users") { users in
    users.get(use: index)
    users.group(":id") { user in user.delete(use: remove) }
  }
  api.grouped("deep").post("er", use: deep)
  app.group(Middleware()) { inner in inner.get("inside", use: f) }
  let own = app.grouped(name)
  own.get("computed", use: f)
  req.client.get("https://example.org/")
  app.client.get("https://example.org/")
  cache.get("key")
}
struct Todos: RouteCollection {
  func boot(routes builder: any RoutesBuilder) throws { builder.get("todos", use: index) }
}
`,
  [
    "GET / 4 Vapor",
    "GET /hello/:name 5 Vapor",
    "POST /upload 6 Vapor",
    "PUT /a/b/:id/* 7 Vapor",
    "PATCH /api/items/** 11 Vapor",
    "GET /api/users 13 Vapor",
    "DELETE /api/users/:id 14 Vapor",
    "POST /api/deep/er 16 Vapor",
    "GET /inside 17 Vapor",
    "GET /todos 25 Vapor",
  ],
);

Deno.test("routes: a group whose path has more than 1,000 characters is a program's", () => {
  const group = (length: number) =>
    routes(
      "Swift",
      `import Vapor\nlet one = app.grouped("${
        "a".repeat(length - 2)
      }")\nlet two = one.grouped("b")\ntwo.get("c", use: f)\n`,
    );
  assert.equal(group(998).length, 1);
  assert.deepEqual(group(1_000), []);
});

Deno.test("routes: a module of Django that only imports is not searched at each import", () => {
  const { evidence, calls } = ROUTE_RULES.find(({ framework }) => framework === "Django")!;
  // A search from each line to the end would take hours.
  const text = "from django.urls import reverse\n".repeat(500_000);
  assert.equal([evidence, calls].every((one) => one?.test(text) ?? true), false);
  assert.deepEqual(routes("Python", "from django.urls import path\nurls = [path('a', b)]\n"), [
    "ANY a 2 Django",
  ]);
});

Deno.test("routes: of files by their place, in the package that requires the framework", async () => {
  // What Remix's actions answer, in the order of a map.
  const verbs = ["DELETE", "PATCH", "POST", "PUT"];
  const handlers = "export async function GET() {}\nexport const POST = () => {};\n";
  const requires = (...names: string[]) =>
    JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1"])) });
  const { routes } = await analyseFiles({
    "next/package.json": requires("next"),
    "next/app/page.tsx": "",
    "next/app/(shop)/items/[id]/page.tsx": "",
    "next/app/@modal/(.)photo/page.tsx": "",
    "next/app/_parts/page.tsx": "",
    "next/app/items/layout.tsx": "",
    "next/app/api/items/route.ts": handlers,
    "next/pages/about.tsx": "",
    "next/pages/_app.tsx": "",
    "next/pages/about.test.tsx": "",
    "next/pages/api/[...all].ts": "",
    "svelte/package.json": requires("@sveltejs/kit"),
    "svelte/src/routes/(app)/blog/[slug]/+page.svelte": "",
    "svelte/src/routes/blog/+layout.svelte": "",
    "svelte/src/routes/api/+server.ts": handlers,
    "svelte/src/routes/login/+page.svelte": "",
    "svelte/src/routes/login/+page.server.ts": "export const load = 1;\n" +
      "export const actions = { default: async () => {} } satisfies Actions;\n",
    "svelte/src/routes/blog/+page.server.ts": "export const load = 1;\nexport const GET = 1;\n",
    "nuxt/package.json": requires("nuxt"),
    "nuxt/pages/users/[id].vue": "",
    "nuxt/server/api/users.get.ts": "",
    "nuxt/server/routes/hook.ts": "",
    "remix/package.json": requires("@remix-run/react"),
    "remix/app/routes/_index.tsx": "export const loader = () => 1;\n",
    "remix/app/routes/_auth.tsx": "",
    "remix/app/routes/_auth.users.$id_.edit.tsx":
      "\nexport const action = () => 1;\nexport default () => null;\n",
    "remix/app/routes/hook.ts": "\nexport const action = () => 1;\n",
    "remix/app/routes/both.ts": "export async function action() {}\nexport { loader };\n",
    "remix/app/routes/files.$.tsx": "",
    "remix/app/routes/site[.]xml.tsx": "",
    "remix/app/routes/deep/part.tsx": "",
    "astro/package.json": requires("astro"),
    "astro/src/pages/posts/[slug].astro": "",
    "astro/src/pages/_draft.astro": "",
    "astro/src/pages/feed.xml.ts": "export const GET = () => 1;\n",
    "fresh/deno.json": '{"imports": {"fresh": "jsr:@fresh/core@2"}}',
    "fresh/routes/(site)/about.tsx": "",
    "fresh/routes/_app.tsx": "",
    "fresh/routes/api/joke.ts": "",
    // a directory of that name alone is no proof
    "plain/package.json": requires("react"),
    "plain/pages/about.tsx": "",
    "plain/app/page.tsx": "",
  });
  assert.deepEqual(
    routes.map((one) =>
      `${one.framework} ${one.method} ${one.path} ${one.handler_path}:${one.line}`
    ),
    [
      "Astro GET /feed.xml astro/src/pages/feed.xml.ts:1",
      "Astro GET /posts/[slug] astro/src/pages/posts/[slug].astro:1",
      "Fresh GET /about fresh/routes/(site)/about.tsx:1",
      "Fresh ANY /api/joke fresh/routes/api/joke.ts:1",
      "Next.js GET /items/[id] next/app/(shop)/items/[id]/page.tsx:1",
      "Next.js GET /api/items next/app/api/items/route.ts:1",
      "Next.js POST /api/items next/app/api/items/route.ts:2",
      "Next.js GET / next/app/page.tsx:1",
      "Next.js GET /about next/pages/about.tsx:1",
      "Next.js ANY /api/[...all] next/pages/api/[...all].ts:1",
      "Nuxt GET /users/[id] nuxt/pages/users/[id].vue:1",
      "Nuxt GET /api/users nuxt/server/api/users.get.ts:1",
      "Nuxt ANY /hook nuxt/server/routes/hook.ts:1",
      ...verbs.map((verb) =>
        `Remix ${verb} /users/:id/edit remix/app/routes/_auth.users.$id_.edit.tsx:2`
      ),
      "Remix GET /users/:id/edit remix/app/routes/_auth.users.$id_.edit.tsx:3",
      "Remix GET / remix/app/routes/_index.tsx:1",
      ...verbs.map((verb) => `Remix ${verb} /both remix/app/routes/both.ts:1`),
      "Remix GET /both remix/app/routes/both.ts:2",
      "Remix GET /files/* remix/app/routes/files.$.tsx:1",
      ...verbs.map((verb) => `Remix ${verb} /hook remix/app/routes/hook.ts:2`),
      "Remix GET /site.xml remix/app/routes/site[.]xml.tsx:1",
      "SvelteKit GET /blog/[slug] svelte/src/routes/(app)/blog/[slug]/+page.svelte:1",
      "SvelteKit GET /api svelte/src/routes/api/+server.ts:1",
      "SvelteKit POST /api svelte/src/routes/api/+server.ts:2",
      "SvelteKit POST /login svelte/src/routes/login/+page.server.ts:2",
      "SvelteKit GET /login svelte/src/routes/login/+page.svelte:1",
    ],
  );
});

Deno.test("routes: without the framework's import there are none", () => {
  for (
    const [language, text] of Object.entries({
      "JavaScript": `const cache = new Map();\nstore.get("/x", f);\n`,
      "Python": `@cache.memoize("/x")\ndef f(): ...\n`,
      "Java": `class A { @GetMapping("/x") void a() {} }\n`,
      "Go": `package a\nfunc f() { r.GET("/x", h) }\n`,
      "Rust": `#[get("/x")]\nfn a() {}\n`,
      "Ruby": `get "/x" do\nend\n`,
      "C#": `class A { [HttpGet("x")] void B() {} }\n`,
      "Swift": `app.get("x") { req in "" }\n`,
      "Markdown": `app.get("/x", f)\n`,
    })
  ) assert.deepEqual(routes(language, text), [], language);
});

Deno.test("routes: hostile texts take time in line with their length", () => {
  const heads: Record<string, string> = {
    "JavaScript": 'import "express";',
    "TypeScript": 'import "@nestjs/common";import "express";',
    "Python": "from flask import a\nfrom django.urls import path\n",
    "Java":
      "import org.springframework.web.bind.A;import jakarta.ws.rs.GET;\nimport jakarta.ws.rs.A;\n",
    "Kotlin": "import org.springframework.web.A\nimport io.ktor.server.routing.A\n",
    "C#": "using Microsoft.AspNetCore; [HttpGet] ",
    "Go": 'import "net/http"\nimport "github.com/gin-gonic/gin"\n',
    "Rust": "use axum::a; use actix_web::b;",
    "PHP": "<?php use Illuminate\\Support\\Facades\\Route; Route::a; Slim\\App ",
    "Swift": "import Vapor\n",
    "Ruby": "a.routes.draw do\nrequire 'sinatra'\n",
  };
  const pieces = [
    "app.get(",
    "app.get('/a',",
    ".get('/a', f)",
    "@app.get('/a')\n",
    "@Get('a') ",
    '@RequestMapping("a") class A { ',
    '[HttpGet("a")] ',
    '#[get("a")] ',
    "resources :a do\n",
    "get '/a' do\n",
    "Route::get('/a', ",
    "`${",
    "/*",
    "<<<A\n",
    "<",
    "{",
    "[",
    "router.route({ method: ",
    '.route("a", get(',
    "\n",
    "'",
    '"',
    "const a = ",
    "x ",
  ];
  const started = performance.now();
  let texts = 0;
  for (const [language, head] of Object.entries(heads)) {
    for (const piece of pieces) {
      findRoutes(head + piece.repeat(Math.floor(100_000 / piece.length)), language);
      texts++;
    }
  }
  // 24 MB in all. Anything quadratic would need hours.
  assert.ok(performance.now() - started < 240_000, `${texts} texts`);
});

Deno.test("routes: each rule has a lexis, and a framework of the other table", () => {
  const names = new Set(FRAMEWORKS.map(({ name }) => name));
  const rules = [...ROUTE_RULES, ...FILE_ROUTES].map(({ framework }) => framework);
  const unproven = UNPROVEN_RULES.flatMap(({ packages }) => Object.values(packages));
  for (const framework of [...rules, ...unproven]) {
    assert.ok(framework === "net/http" || names.has(framework), framework);
  }
  for (const { languages } of [...ROUTE_RULES, ...UNPROVEN_RULES]) {
    for (const language of languages) assert.ok(LEXIS[language], language);
  }
});
