# The dashboard as an image: two stages, no compiler and no package manager's cache in the second, nothing run as root.
# Build: docker build -t deltaplan-dashboard .      Run: see compose.yaml and docs/running.md.
# The base by tag and by the digest of its index of architectures: docs/beheer.md says how to look both up and take a newer one
# (docker build --build-arg BASE=...).
ARG BASE=python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d
FROM ${BASE} AS build
COPY requirements.txt requirements-login.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt -r requirements-login.txt

FROM ${BASE}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin dashboard \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY LICENSE README.md app.py ./
COPY .streamlit .streamlit
COPY loaders loaders
COPY indicators indicators
COPY answers answers
COPY figures figures
COPY export export
COPY ui ui
COPY web web
COPY pages pages
COPY static static
COPY data/demo data/demo
COPY deploy/refresh.sh deploy/refresh.sh
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DSW_DATA=/data \
    DSW_LOG=json \
    DSW_BEHEER=0
# Compiled once here: the file system is read-only when it runs.
RUN python -m compileall -q loaders indicators answers figures export ui web pages app.py
ENV PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true", "--server.fileWatcherType=none"]
