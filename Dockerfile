# The API and the worker: one image, two services. No Qt, and none of the servers of the one-machine stack.
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home luster
WORKDIR /srv
COPY backend/requirements.lock .
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY backend backend
USER luster
ENV PYTHONUNBUFFERED=1
CMD ["python", "-m", "backend", "serve", "--host", "0.0.0.0"]
