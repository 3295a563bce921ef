"""Stand-in for Supabase Auth: the part of its API that the desktop's SDK and our token check use."""
