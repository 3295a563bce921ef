"""Looking closely: before and after of one photo, and its neighbours."""
