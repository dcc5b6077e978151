"""Browser files from npm: an explicit list of them is served, and nothing else is copied."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class NpmFinder(BaseFinder):
    """Finds the files of `settings.NPM_FILES` below `settings.NPM_ROOT`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.files = {
            address: Path(settings.NPM_ROOT, source)
            for address, source in settings.NPM_FILES.items()
        }

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [str(path) for path in self.files.values() if not path.is_file()]
        if not missing:
            return []
        told = f"{len(missing)} browser files are missing, the first is {missing[0]}"
        return [Error(told, hint="run: yinglou assets", id="assets.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        found = self.files.get(path)
        known = found is not None and found.is_file()
        if find_all:
            return [str(found)] if known else []
        return str(found) if known else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for address, path in self.files.items():
            storage: Any = FileSystemStorage(location=path.parent)
            storage.prefix = str(PurePosixPath(address).parent)
            yield _renamed(storage, path, PurePosixPath(address).name)


def _renamed(storage: Any, path: Path, name: str) -> tuple[str, Any]:
    """Collecting asks a storage for a file by its served name; ours answers with the source."""
    storage.path = lambda asked: str(path if asked == name else Path(storage.location, asked))
    return name, storage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies. Source maps are not shipped, so their comments stay."""

    patterns = tuple(
        (extension, tuple(p for p in found if "sourceMappingURL" not in str(p)))
        for extension, found in CompressedManifestStaticFilesStorage.patterns
    )
