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
# Answers need no writable file, so `docker run --read-only` works. Without `DATABASE_URL`, `serve` remembers in a SQLite file
# in the working folder: mount a volume there.
WORKDIR /data
USER 10001:10001
# The knowledge base is compiled in. To answer from a folder instead: -v ./knowledge:/knowledge:ro -e ROLECALL_KNOWLEDGE=/knowledge
# Health is what the running server says of itself at /healthz; where the page is off, that the process runs has to do.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["bash", "-c", "\
    [ \"${ROLECALL_WEB_ADDRESS,,}\" = off ] && exit 0; \
    address=${ROLECALL_WEB_ADDRESS:-127.0.0.1:8080}; \
    exec 3<>/dev/tcp/127.0.0.1/${address##*:} && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.. 200' <&3"]
ENTRYPOINT ["rolecall"]
