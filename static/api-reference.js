// The reader of the API's description: Swagger UI, on the page /docs/api.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

globalThis.SwaggerUIBundle({
  url: "/api/openapi.json",
  domNode: document.getElementById("api-reference"),
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // A description is not sent to anybody to be checked.
  validatorUrl: null,
});
