"""Dropped files to photos: scan, metadata, previews and hashes. Nothing here changes a user's file."""
