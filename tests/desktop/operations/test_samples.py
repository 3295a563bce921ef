"""The sample shoot shows finished results before anything was ordered."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from luster_desktop.library.models import Stage
from luster_desktop.library.store import Library
from luster_desktop.operations.adding import add_files
from luster_desktop.operations.samples import add_results
from luster_desktop.paths import resource


def test_the_front_has_three_results_of_its_own_size_that_go_with_the_shoot(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    shoot = library.create_shoot("Sample shoot")
    add_files(library, shoot, [resource("sample_shoot")])
    add_results(library, shoot.id)
    add_results(library, shoot.id)
    done = [row for row in library.photos(shoot.id) if row.stage is Stage.DONE]
    assert [row.photo.name for row in done] == ["IMG_0001.JPG"]
    made = library.outputs(done[0].photo.id)
    jobs = {job.id: job for job in library.jobs(done[0].photo.id)}
    assert [jobs[output.job_id].recipe.label for output in made] == ["dusk", "sky", "lawn"]
    assert all(job.sample and job.state.final for job in jobs.values())
    with Image.open(resource("sample_shoot", "IMG_0001.JPG")) as before:
        size = before.size
    for output in made:
        with Image.open(output.path) as after:
            assert after.size == size == (output.width, output.height)
    shipped = sum(path.stat().st_size for path in resource("sample_results").iterdir())
    assert shipped < 1_600_000, "what ships is downloaded by everybody"
    library.remove_shoot(shoot.id)
    assert not any(output.path.exists() for output in made)
    assert len(list(resource("sample_results").glob("*.jpg"))) == 3
    library.close()
