"""The one-machine stack: real Postgres, real S3 storage, stand-ins for the vendors, the API and a worker.

`main` is the `luster-backend local` command. Product code never imports this package: it reaches everything here over
the vendors' own protocols, at addresses from the environment.
"""

from backend.local.command import main

__all__ = ["main"]
