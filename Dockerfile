# syntax=docker/dockerfile:1
# Builds with BuildKit: docker build -t rolecall .

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
# Crates and compiled dependencies stay in caches between builds; the binary is copied out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked && \
    install -D target/release/rolecall /out/rolecall && \
    install -d /out/data && \
    /out/rolecall knowledge check

FROM debian:bookworm-slim
COPY --from=build /out/rolecall /usr/local/bin/rolecall
COPY --from=build --chown=10001:10001 /out/data /data
# Slack's certificates are checked against these.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
# Answers need no writable file, so `docker run --read-only` works; what is ever written goes to the working folder.
WORKDIR /data
USER 10001:10001
# The knowledge base is compiled in. To answer from a folder instead: -v ./knowledge:/knowledge:ro -e ROLECALL_KNOWLEDGE=/knowledge
# Until there is a web server with /healthz, health is that a question is answered.
HEALTHCHECK --interval=60s --timeout=10s --start-period=5s --retries=3 \
    CMD ["rolecall", "ask", "what does a senior mlops engineer make"]
ENTRYPOINT ["rolecall"]
