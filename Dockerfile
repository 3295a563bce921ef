# The API and the worker: one image, two services. No Qt, and none of the servers of the one-machine stack.
# By digest, so that two builds begin with the same: docs/operating.md says how it is changed.
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home luster
WORKDIR /srv
COPY backend/requirements.lock .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY backend backend
USER luster
ENV PYTHONUNBUFFERED=1
CMD ["python", "-m", "backend", "serve", "--host", "0.0.0.0"]
