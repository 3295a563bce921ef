"""The route table: everything the API answers to."""

from __future__ import annotations

from backend import contract
from backend.api import account, billing, health, jobs, shoots, uploads
from backend.api.endpoint import Endpoint
from backend.limits import CHECKOUTS, ORDERS, UPLOADS

WEBHOOK_BYTES = 1024 * 1024

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "POST",
        "/uploads/presign",
        uploads.presign,
        "Announce files and get a link for each",
        reply=contract.PresignReply,
        body=contract.PresignRequest,
        limit=UPLOADS,
        problems=(404, 409),
    ),
    Endpoint(
        "POST",
        "/uploads/parts",
        uploads.missing_parts,
        "Links for the parts of a large file that have not arrived",
        needs="storage",
        reply=contract.PartsReply,
        body=contract.PartsRequest,
        limit=UPLOADS,
        problems=(404, 409),
    ),
    Endpoint(
        "POST",
        "/uploads/complete",
        uploads.complete,
        "Have uploaded files checked",
        needs="storage",
        reply=contract.AssetList,
        body=contract.CompleteRequest,
        limit=UPLOADS,
        problems=(404,),
    ),
    Endpoint(
        "POST",
        "/jobs",
        jobs.submit,
        "Order edits, all or none",
        reply=contract.JobList,
        body=contract.JobsRequest,
        limit=ORDERS,
        keyed=True,
        problems=(402, 403, 404, 409),
    ),
    Endpoint("GET", "/jobs/{id}", jobs.get_job, "One job", reply=contract.Job, problems=(404,)),
    Endpoint("POST", "/jobs/{id}/cancel", jobs.cancel_job, "End a job", reply=contract.Job, problems=(404,)),
    Endpoint(
        "GET", "/shoots", shoots.list_shoots, "Shoots, newest first", reply=contract.ShootPage, query=contract.PageQuery
    ),
    Endpoint(
        "PUT",
        "/shoots/{id}",
        shoots.put_shoot,
        "Make or rename a shoot",
        reply=contract.Shoot,
        body=contract.ShootPut,
        problems=(404, 409),
    ),
    Endpoint("DELETE", "/shoots/{id}", shoots.delete_shoot, "Delete a shoot", status=204, problems=(404,)),
    Endpoint(
        "GET",
        "/shoots/{id}/assets",
        shoots.list_assets,
        "Photos of a shoot, oldest first, with links to what is stored of each",
        reply=contract.AssetPage,
        query=contract.PageQuery,
        problems=(404,),
    ),
    Endpoint(
        "GET",
        "/shoots/{id}/jobs",
        shoots.list_jobs,
        "Jobs of a shoot, oldest first",
        reply=contract.JobPage,
        query=contract.PageQuery,
        problems=(404,),
    ),
    Endpoint(
        "GET",
        "/shoots/{id}/events",
        shoots.list_events,
        "What happened in a shoot",
        reply=contract.EventList,
        query=contract.EventsQuery,
        problems=(404,),
    ),
    Endpoint("GET", "/presets", jobs.list_presets, "What can be ordered", reply=contract.PresetList),
    Endpoint("GET", "/account", account.get_account, "The user and the balance", reply=contract.Account),
    Endpoint(
        "DELETE",
        "/account",
        account.delete_account,
        "Delete the account",
        needs="sign_in",
        reply=contract.AccountDeleted,
    ),
    Endpoint(
        "GET", "/billing/packs", billing.list_packs, "Packs of credits", needs="payments", reply=contract.PackList
    ),
    Endpoint(
        "POST",
        "/billing/checkout",
        billing.checkout,
        "Begin a purchase",
        needs="payments",
        reply=contract.Checkout,
        body=contract.CheckoutRequest,
        limit=CHECKOUTS,
        keyed=True,
        problems=(409,),
    ),
    Endpoint(
        "GET",
        "/billing/history",
        billing.list_history,
        "The ledger in words",
        reply=contract.HistoryPage,
        query=contract.PageQuery,
    ),
    Endpoint(
        "GET", "/billing/success", billing.success_page, "After a payment", needs="nothing", public=True, page=True
    ),
    Endpoint(
        "GET", "/billing/cancel", billing.cancel_page, "After no payment", needs="nothing", public=True, page=True
    ),
    Endpoint(
        "POST",
        "/webhooks/stripe",
        billing.webhook,
        "Stripe's events",
        reply=contract.Received,
        public=True,
        raw_body=True,
        max_body=WEBHOOK_BYTES,
        problems=(400, 413),
    ),
    Endpoint(
        "GET", "/healthz", health.alive, "Is the process alive", needs="nothing", reply=contract.Health, public=True
    ),
    Endpoint("GET", "/readyz", health.ready, "Can it do its work", needs="nothing", reply=contract.Health, public=True),
)
