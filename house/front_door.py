"""An import-linter contract: modules meet only at their front doors."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoor(Contract):
    """No module may import another module's rooms, except those listed as doors."""

    container = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = list(self._trespasses(graph))
        return ContractCheck(kept=not found, metadata={"trespasses": found})

    def _trespasses(self, graph: ImportGraph) -> Iterator[tuple[str, str]]:
        for module in sorted(graph.find_children(self.container)):
            for importer in sorted(graph.find_descendants(module) | {module}):
                for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                    if not self._may_enter(module, importer, imported):
                        yield importer, imported

    def _may_enter(self, module: str, importer: str, imported: str) -> bool:
        if not imported.startswith(f"{self.container}."):
            return True  # the kernel and the ui are open to everybody
        other, _, room = imported.removeprefix(f"{self.container}.").partition(".")
        room = room.partition(".")[0]
        if f"{self.container}.{other}" == module or room in self.doors:
            return True
        # One studio's samples are made from another's; nothing else may use them.
        inside = importer.removeprefix(f"{module}.").partition(".")[0]
        return room == "samples" and inside in ("samples", "tests")

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} goes in by the window: {imported}")
