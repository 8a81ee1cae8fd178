# The dashboard, to run beside tables in AWS: `docker build --tag bedrock-usage .`, then README.md's "In a container".
# Tags name a line of images; to build the same bytes again, append the digest that `docker buildx imagetools inspect <image>`
# prints, as in node:24-trixie-slim@sha256:…

FROM node:24-trixie-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run --silent image-tree -- --out /tree && chmod -R a=rX /tree

# Node and what it needs: no shell, no package manager, not root.
FROM gcr.io/distroless/nodejs24-debian13:nonroot
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Bedrock invocation analytics" \
      org.opencontainers.image.description="Dashboard of usage, cost and performance of Amazon Bedrock" \
      org.opencontainers.image.licenses="MIT-0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
WORKDIR /app
COPY --from=build /tree ./
USER 65532:65532
ENV NODE_ENV=production HOME=/home/nonroot HOST=0.0.0.0 PORT=8060
EXPOSE 8060
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/nodejs/bin/node", "/app/server/healthcheck/index.mjs"]
# The process reads its own files, secrets and what tells it its AWS credentials; it writes none, starts no other and loads no native code.
ENTRYPOINT ["/nodejs/bin/node", "--enable-source-maps", "--permission", "--allow-fs-read=/app/", "--allow-fs-read=/run/", "--allow-fs-read=/var/run/", "--allow-fs-read=/etc/", "--allow-fs-read=/home/nonroot/", "/app/server/dashboard/index.mjs"]
