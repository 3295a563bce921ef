"""What Luster notes of its own troubles, for a report that names nobody's photos, places or addresses."""
