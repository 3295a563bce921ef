"""The administration site: for this machine or a private network only, and no part of the public API."""
