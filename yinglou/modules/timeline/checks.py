"""What must hold of notes and files, verified on demand."""

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check

from .models import File


@check(gettext_lazy("Attached files are on the disk, unchanged"))
def files_are_whole() -> Iterable[str]:
    """Every file that was not taken back has the bytes that were attached."""
    for file in File.objects.filter(retracted_at=None).iterator(200):
        try:
            with file.stored.open("rb") as body:
                digest = hashlib.file_digest(body.file, "sha256").hexdigest()
        except FileNotFoundError:
            yield _("“%(file)s” (%(subject)s) is missing on the disk.") % {
                "file": file.name,
                "subject": file.subject,
            }
        else:
            if digest != file.sha256:
                yield _("“%(file)s” (%(subject)s) was changed on the disk.") % {
                    "file": file.name,
                    "subject": file.subject,
                }
