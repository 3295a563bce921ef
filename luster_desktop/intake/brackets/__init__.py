"""Which photos are exposures of one scene: by what the camera wrote down, and by their looks where it wrote nothing."""
