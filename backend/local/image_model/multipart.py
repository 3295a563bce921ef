"""multipart/form-data bodies (RFC 7578) that are wholly in memory."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

from backend.local.image_model.problems import Problem


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    data: bytes
    filename: str | None = None
    content_type: str | None = None

    @property
    def text(self) -> str:
        """The value of a plain field; raises `Problem` when it is not UTF-8."""
        try:
            return self.data.decode()
        except UnicodeDecodeError:
            raise Problem(400, f"The value of '{self.name}' is not valid UTF-8.", param=self.name) from None


def parse(body: bytes, content_type: str) -> list[Part]:
    """The parts of a body in order; raises `Problem` (400) for one that is not well formed."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        raise _broken("Expected a multipart/form-data body with a boundary.")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1", "replace"))
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise _broken("Could not parse the multipart form: the closing boundary is missing.")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    head, gap, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not gap:
        raise _broken("Could not parse the multipart form: a part has no header.")
    fields = Message()
    for line in head.split(b"\r\n"):
        key, _, value = line.decode("utf-8", "replace").partition(":")
        fields[key.strip()] = value.strip()
    name = fields.get_param("name", header="content-disposition")
    if not isinstance(name, str) or not name:
        raise _broken("Could not parse the multipart form: a part has no name.")
    content_type = fields["content-type"]
    return Part(
        name, data, fields.get_filename(), content_type.partition(";")[0].strip().lower() if content_type else None
    )


def _broken(message: str) -> Problem:
    return Problem(400, message, code="invalid_multipart_form_data")
