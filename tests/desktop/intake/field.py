"""Brackets from the field: how many shots each photo of a folder is made of, in the order of the names."""

FIELD = {
    "brackets/01_repeat_in_set": [7, 7],
    "brackets/02_shutter_limit": [5, 5, 5],
    "brackets/06_two_same_bodies": [3, 3, 3, 3, 3, 3],
    "brackets/07_new_year": [3, 3],
    "brackets/12_manual_5s": [5, 5, 5],
    "brackets/15_incamera_hdr": [3, 1, 3, 1],
    "brackets/16_burst": [1, 1, 1, 1, 1, 1, 1, 1],
    "brackets/27_flambient2": [5, 5, 5],
    "brackets/28_aperture_bracket": [3, 3, 3],
    "brackets/32_dji_limit": [5, 5, 5],
    "sets/house": [4],
    "sets/ss_living_room1": [9],
    "sets/kim1": [5, 5],
    "sets/cwz_building1": [13],
    "sets/mingyang": [9],
    "formats/pixel_raw_jpeg": [1, 1],
}
