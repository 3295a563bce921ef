"""The worker: claims jobs, edits one photo per slot, and settles each job once."""
