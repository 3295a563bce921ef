"""Who is signed in and what they have: sign-in, balance, buying credits."""
