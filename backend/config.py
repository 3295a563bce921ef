"""Environment variables to one frozen `Settings` object."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OPENAI_API, STRIPE_API = "https://api.openai.com/v1", "https://api.stripe.com"
REQUIRED = (
    "DATABASE_URL",
    "S3_ENDPOINT",
    "S3_BUCKET",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "SUPABASE_URL",
    "SUPABASE_ANON_KEY",
    "SUPABASE_JWKS_URL",
    "OPENAI_API_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "APP_URL",
)
VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
DEFAULT_IMAGE_MODELS = "gpt-image-2.6-sunburst,gpt-image-2.5-sunburst-2026-09-08"


class ConfigError(Exception):
    """Missing or malformed values; the message is one sentence that names the variables."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one machine and the cloud: addresses, names and secrets."""

    database_url: str = field(repr=False)
    s3_endpoint: str
    s3_region: str
    s3_bucket: str
    s3_access_key_id: str = field(repr=False)
    s3_secret_access_key: str = field(repr=False)
    supabase_url: str
    supabase_anon_key: str = field(repr=False)
    supabase_jwks_url: str
    openai_api_key: str = field(repr=False)
    openai_base_url: str
    openai_image_models: tuple[str, ...]
    """In the order of preference: OPENAI_IMAGE_MODEL holds them separated by commas."""
    stripe_secret_key: str = field(repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False)
    """Several while a secret is being rotated: STRIPE_WEBHOOK_SECRET holds them separated by commas."""
    stripe_api_base: str
    app_url: str
    """Public address of the API."""
    free_reruns: int = 3
    """How often a paid edit of a photo may be done again with the same recipe."""
    free_rerun_days: int = 30
    welcome_credits: int = 0
    """What a new account is given."""
    model_calls: int = 16
    """Calls of the image model that a worker makes at once, where the vendor's limits allow that many."""
    pixel_processes: int = 0
    """In which a worker does its pixel work; 0 for one for each processor."""
    calls_per_credit: int = 12
    """Calls of the image model for one photo's credit, free re-runs included, above which an alert is due."""
    lost_calls: int = 100
    """Calls of the image model a day that may come to nothing for a user, beyond one for each edit that succeeds."""
    storage_gb: int = 20
    """What every account may store."""
    storage_mb_per_credit: int = 150
    """What it may store besides for each credit that it was ever given or bought: a photo of the largest size."""
    upload_days: int = 7
    """How long a file that was announced may take to arrive."""
    unordered_days: int = 30
    """How long a photo is kept that nothing is ordered for."""
    answer_days: int = 7
    """How long an image model's answers are kept after their job has ended."""
    shoot_days: int = 90
    """How long a shoot's photos and results are kept after the last thing that happened in it."""
    supabase_service_key: str = field(default="", repr=False)
    """With it the sign-in of a deleted account is deleted too; without it, it stays, and users are told."""
    image_model_table: str = field(default="", repr=False)
    """Describes more models, or others, in the form of `backend/editing/models.toml`."""
    held_hours: int = 24
    """After which a job that could not be done is given up, and its credits are free again."""
    least_app_version: str = ""
    """Older apps are told to update; empty for none."""
    app_download_url: str = ""
    """Where they are told that a newer one is."""
    webhook_loopback: bool = False
    """Whether studios' addresses may be on this machine, by http: on a machine of one's own alone."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    """Where Prometheus reads, on this machine or a private network; port 0 for nowhere."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read and check every variable; raises `ConfigError` with all that are missing, or the first malformed one."""

        def optional(name: str, default: str) -> str:
            return environ.get(name, "").strip() or default

        def text(name: str) -> str:
            return optional(name, "")

        missing = [name for name in REQUIRED if not text(name)]
        if missing:
            raise ConfigError(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.")

        def url(name: str, default: str = "") -> str:
            value = optional(name, default).rstrip("/")
            try:
                parts = urlsplit(value)
                host, _ = parts.hostname, parts.port
            except ValueError:
                raise ConfigError(f"{name} is not a valid address.") from None
            if parts.scheme not in ("http", "https") or not host:
                raise ConfigError(f"{name} must be an http or https address.")
            if parts.scheme == "http" and host not in LOOPBACK:
                raise ConfigError(f"{name} must be an https address unless it is on this machine.")
            return value

        def number(name: str, default: int, most: int, *, least: int = 0) -> int:
            value = environ.get(name, "").strip() or str(default)
            if not value.isascii() or not value.isdecimal() or not least <= int(value[:9]) <= most:
                raise ConfigError(f"{name} must be a whole number from {least} to {most}.")
            return int(value)

        database_url = text("DATABASE_URL")
        if not database_url.startswith("postgresql+psycopg://"):
            raise ConfigError("DATABASE_URL must start with postgresql+psycopg://.")
        try:
            make_url(database_url)
        except (ArgumentError, ValueError):
            raise ConfigError("DATABASE_URL is not a valid address.") from None
        least_app_version = optional("LEAST_APP_VERSION", "")
        if least_app_version and not VERSION.fullmatch(least_app_version):
            raise ConfigError("LEAST_APP_VERSION must be a version such as 1.2.0.")
        secrets = tuple(part for part in (p.strip() for p in text("STRIPE_WEBHOOK_SECRET").split(",")) if part)
        if not secrets:
            raise ConfigError("STRIPE_WEBHOOK_SECRET is not set.")
        models = optional("OPENAI_IMAGE_MODEL", DEFAULT_IMAGE_MODELS).strip(", ") or DEFAULT_IMAGE_MODELS
        return cls(
            database_url=database_url,
            s3_endpoint=url("S3_ENDPOINT"),
            s3_region=optional("S3_REGION", "auto"),
            s3_bucket=text("S3_BUCKET"),
            s3_access_key_id=text("S3_ACCESS_KEY_ID"),
            s3_secret_access_key=text("S3_SECRET_ACCESS_KEY"),
            supabase_url=url("SUPABASE_URL"),
            supabase_anon_key=text("SUPABASE_ANON_KEY"),
            supabase_jwks_url=url("SUPABASE_JWKS_URL"),
            openai_api_key=text("OPENAI_API_KEY"),
            openai_base_url=url("OPENAI_BASE_URL", OPENAI_API),
            openai_image_models=tuple(dict.fromkeys(name for part in models.split(",") if (name := part.strip()))),
            stripe_secret_key=text("STRIPE_SECRET_KEY"),
            stripe_webhook_secrets=secrets,
            stripe_api_base=url("STRIPE_API_BASE", STRIPE_API),
            app_url=url("APP_URL"),
            free_reruns=number("FREE_RERUNS", 3, 100),
            free_rerun_days=number("FREE_RERUN_DAYS", 30, 3650),
            welcome_credits=number("WELCOME_CREDITS", 0, 1000),
            model_calls=number("MODEL_CALLS", 16, 1000, least=1),
            pixel_processes=number("PIXEL_PROCESSES", 0, 256),
            calls_per_credit=number("CALLS_PER_CREDIT", 12, 1000, least=1),
            lost_calls=number("LOST_CALLS", 100, 100_000),
            storage_gb=number("STORAGE_GB", 20, 1_000_000),
            storage_mb_per_credit=number("STORAGE_MB_PER_CREDIT", 150, 1_000_000),
            upload_days=number("UPLOAD_DAYS", 7, 3650, least=1),
            unordered_days=number("UNORDERED_DAYS", 30, 3650, least=1),
            answer_days=number("ANSWER_DAYS", 7, 3650, least=1),
            shoot_days=number("SHOOT_DAYS", 90, 3650, least=1),
            supabase_service_key=text("SUPABASE_SERVICE_KEY"),
            image_model_table=text("IMAGE_MODEL_TABLE"),
            held_hours=number("HELD_HOURS", 24, 720, least=1),
            least_app_version=least_app_version,
            app_download_url=url("APP_DOWNLOAD_URL") if text("APP_DOWNLOAD_URL") else "",
            webhook_loopback=bool(number("WEBHOOK_LOOPBACK", 0, 1)),
            metrics_host=optional("METRICS_HOST", "127.0.0.1"),
            metrics_port=number("METRICS_PORT", 0, 65535),
        )
