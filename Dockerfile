# syntax=docker/dockerfile:1
# One image, one process. docs/deploy.md says how to run it.

FROM node:22.21-bookworm-slim AS build
RUN npm install --global deno@2.9.6
WORKDIR /app
# Packages first: they change less often than the source.
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
# The permissions of the image's one server: its program, its volume, and repositories mounted to be read.
RUN deno task build \
  && mv "$(DATA_DIR=/data REPO_ALLOWED_PATHS=/repositories deno run -q -P=launch launch.ts)" dist/container.json \
  && cp "$(deno eval 'console.log(Deno.execPath())')" /usr/local/bin/deno-runtime

FROM debian:12.12-slim
# tini reaps the children that git leaves to process 1, and passes signals on.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client tini \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin factory \
  && install -d -o factory -g factory /data /repositories
COPY --from=build /usr/local/bin/deno-runtime /usr/local/bin/deno
COPY --from=build /app/dist /app/dist
WORKDIR /app
USER factory
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data LOG_FORMAT=json DENO_DIR=/tmp/deno DENO_NO_UPDATE_CHECK=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["deno", "eval", "--no-config", "const { ok } = await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/api/health`); Deno.exit(ok ? 0 : 1)"]
ENTRYPOINT ["tini", "--"]
CMD ["deno", "run", "-q", "--config", "dist/container.json", "-P=server", "dist/main.js"]
