"""A photo's file rebuilt from what may be known of it: its pixels as they are coded, and a short list of facts."""
